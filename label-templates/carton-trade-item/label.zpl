^XA
^CI28
^JZN
^PON
^LH0,0
^PW{width}
^LL{height}
{field productName 3 2.2}
{symbol main 80.5 2.4}
{field captionSpecification 3 14}
{field specification 20.5 13.6}
{field captionLot 3 18.6}
{field lot 20.5 18}
{field captionExpiry 3 23}
{field expiry 20.5 22.6}
{if ai main 11}{field captionMade 44 23}
{field made 56 22.9}{end}
{field captionRegistration 3 27.2}
{field registration 20.5 26.8}
{field captionRegistrant 3 31.2}
{field registrant 20.5 30.8}
{field captionQuantity 80.5 20.6}
{field quantity 80.5 24.2}
{if value storage}{field captionStorage 80.5 31}
{field storage 80.5 34.2}{end}
{field captionUdi 3 35.1}
{hri main 20.5 35.2}
{if symbol sscc}{bar 3 41.1 94 0.25}
{symbol sscc 1.5 42.1}
{hri sscc 3 55.3}{end}
^PQ1
^XZ
