^XA
^CI28
^JZN
^PON
^LH0,0
^PW{width}
^LL{height}
{field title 3 3}
{if flag remainder}{field remainder 28 2.6}{end}
{if value palletNo}{field palletNo 67 3.2}{end}
{bar 3 10 94 0.4}
{field captionConsignee 3 11.4}
{field consignee 3 15}
{if value address}{field address 3 30.4}{end}
{bar 3 40.2 94 0.25}
{if value orderNo}{field captionOrder 3 41.4}
{field order 3 45.6}{end}
{bar 51 40.2 0.25 17}
{field captionCartons 53 41.4}
{field cartons 53 46}
{if value grossWeight}{bar 74.5 40.2 0.25 17}
{field captionGross 76.5 41.4}
{field gross 76.5 47}{end}
{bar 3 57.2 94 0.25}
{field captionContent 3 58.2}
{field captionLot 49 58.2}
{field captionQuantity 82 58.2}
{each 62.6 4.6}{field lineName 3 0}
{field lineLot 49 0.2}
{field lineQuantity 80 0.1}
{end}
{bar 3 100 94 0.25}
{field captionShipper 3 101.4}
{field shipper 19 101}
{symbol sscc 1.5 106.6}
{hri sscc 3 142}
^PQ1
^XZ
