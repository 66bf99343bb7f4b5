^XA
^CI28
^JZN
^PON
^LH0,0
^PW{width}
^LL{height}
{field captionConsignee 3 3}
{field consignee 16.5 2.3}
{if symbol content}{field captionProduct 3 8.2}
{field productName 16.5 7.6}
{field captionLot 3 13}
{field lot 16.5 12.8}
{field captionCount 47 13}
{field count 56 12.8}
{if ai content 17}{field captionExpiry 47 17.6}
{field expiry 56 17.5}{end}
{symbol content 80.5 2.4}{else}
{field mixed 83 2.4}
{if flag listAttached}{field listAttached 16.5 9}{end}
{each 7.4 3.3}{field lineName 3 0}
{field lineLot 37 0.1}
{field lineQuantity 64 0.1}
{end}{end}
{if value orderNo}{field captionOrder 3 17.6}
{field order 16.5 17.5}{end}
{if flag remainder}{field remainder 83 16}{end}
{bar 3 21.5 94 0.25}
{symbol sscc 1.5 23}
{hri sscc 3 55.4}
^PQ1
^XZ
