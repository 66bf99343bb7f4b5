^XA
^CI28
^JZN
^PON
^LH0,0
^PW{width}
^LL{height}
{field title 3 2.4}
{field titleLatin 57 3.2}
{bar 3 9.6 94 0.4}
{each 10.6 13.8}{symbol command 1 2}
{field lineText 57 9.6}
{field lineCaption 57 1.4}
{bar 3 13 94 0.1}
{end}
^PQ1
^XZ
