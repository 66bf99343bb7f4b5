^XA
^CI28
^JZN
^PON
^LH0,0
^PW{width}
^LL{height}
{field productName 2 1.4}
{field specification 2 9}
{bar 2 12.6 56 0.2}
{symbol main 1.6 14}
{if ai main 10}{field captionLot 19 13.6}
{field lot 31 13.6}{end}
{if ai main 21}{field captionSerial 19 16.8}
{field serial 31 16.8}{end}
{if ai main 17}{field captionExpiry 19 20}
{field expiry 31 20}{end}
{if ai main 11}{field captionMade 19 23.2}
{field made 31 23.2}{end}
{field captionRegistration 19 26.4}
{field registration 31 26.3}
{hri main 2 30.2}
^PQ1
^XZ
