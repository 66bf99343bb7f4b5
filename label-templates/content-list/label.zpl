^XA
^CI28
^JZN
^PON
^LH0,0
^PW{width}
^LL{height}
{field title 3 3}
{field titleLatin 28 4.3}
{if flag mixed}{field mixed 57 3}{end}
{if flag remainder}{field remainder 57 8.6}{end}
{field page 77 4.2}
{bar 3 14 94 0.4}
{field captionContainer 3 15.6}
{field container 21 15.4}
{field captionConsignee 3 20.8}
{field consignee 21 20.2}
{if value orderNo}{field captionOrder 3 26}
{field order 21 25.9}{end}
{bar 3 30.6 94 0.25}
{field headProduct 3 31.4}
{field headLot 40 31.4}
{field headExpiry 65 31.4}
{field headQuantity 83 31.4}
{bar 3 35.4 94 0.25}
{each 36 6.6}{field lineName 3 0}
{field lineGtin 3 3.4}
{field lineLot 40 3.4}
{field lineExpiry 65 3.4}
{field lineQuantity 82 3.2}
{bar 3 6.3 94 0.1}
{end}
{field captionTotal 42 130}
{field total 75 129.4}
{symbol list 1.5 135.4}
{hri list 3 145.2}
^PQ1
^XZ
