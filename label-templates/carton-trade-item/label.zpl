^XA
^CI28
^JZN
^PON
^LH0,0
^PW{width}
^LL{height}
{field productName 3 2.4}
{field quantity 76 2.2}
{if flag remainder}{field remainder 76 8.6}{end}
{bar 3 14.3 94 0.25}
{field captionSpecification 3 15.5}
{field specification 20.5 15.1}
{field captionLot 3 20.5}
{field lot 20.5 20.2}
{field captionExpiry 53 20.5}
{field expiry 70 20.2}
{if ai main 11}{field captionMade 3 25.5}
{field made 20.5 25.2}{end}
{if value storage}{field captionStorage 53 25.5}
{field storage 70 25.1}{end}
{field captionRegistration 3 30.3}
{field registration 20.5 30}
{field captionRegistrant 3 34.8}
{field registrant 20.5 34.5}
{bar 3 39.4 94 0.25}
{symbol main 1.5 41}
{hri main 3 54.2}
^PQ1
^XZ
