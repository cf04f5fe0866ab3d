"""Words of the names of columns, by what they tell: what is measured, which, where and when."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


TARGET_NAMES = _words("""
    y target value values close sales sold qty quantity demand load ot consumption units count cnt
    total price close_price adj_close volume 收盘价 收盘 销量 销售额 销售量 数量 数值 值 价格 用电量 成交量
    umsatz menge wert
    absatz verbrauch betrag anzahl preis leistung ventas cantidad valor demanda consumo precio
    vendas quantidade preço valeur ventes quantité quantite consommation montant prix vendite
    quantità quantita valore prezzo waarde verkoop verkopen aantal wartość wartosc sprzedaż sprzedaz
    ilość ilosc cena значение продажи количество выручка спрос цена
    値 売上 数値 売上高 販売数 需要 価格 판매량 매출 수량
    값 가격 수요 satış satis değer miktar tutar fiyat penjualan jumlah القيمة المبيعات
""")
"""Names of targets in many languages, the surest first; `_` stands for a blank."""
TARGET_PARTS = _words("""
    target sales sold qty quantity demand load consumption revenue close orders visitors passengers
    cases births usage power energy production umsatz absatz verbrauch menge ventas ventes vendite
    vendas count cnt units value price amount total
""")
"""Words that make a name a target's where it holds them: `num_sold`, `avg_price`."""
SURE = frozenset(
    _words("""
    target y
""")
)
"""Names that are a target's whatever the numbers look like."""
LIKELY_NAMES = frozenset(
    _words("""
    account client customer invoice konto kunde member order patient receipt subject ticket
    transaction uid user
""")
)
"""Last words of names of columns that name things where nearly all of their numbers differ."""
IDENTIFIERS = frozenset(
    _words("""
    barcode ean guid uid uids id ids idx index isbn kennung phone plz postal postcode rowid sku tel uuid zip
    zipcode 序号 编号
""")
)
"""Last words of names of columns that only name things: order_id, zip."""
CODES = frozenset(
    _words("""
    code codes codigo código key no no. nr nr. num number 代码
""")
)
"""Last words of names whose whole numbers are names, or classes."""
PLACES = frozenset(
    _words("""
    altitude elevation lat latitude lng lon long longitude
""")
)
"""Words of columns that say where."""
TIMES = frozenset(
    _words("""
    anno année año day dayofweek dayofyear dd dia dow doy día giorno heure hh hora hour jahr jour
    mes mese minute mm mois monat month ora quarter second stunde tag week weekday year yyyy 年 日 时 月
""")
)
"""Words of columns that say when."""
SERIES_WORDS = frozenset(
    _words("""
    account area artikel asset branch brand building category city client code commodity country
    county customer department dept device district entity family filiale fund geo household id ids
    indicator item key land line location machine magasin market meter name node plant product
    producto produit produkt province region route sensor series shop site sku stadt standort state
    station store symbol ticker tienda turbine unit user variable warehouse zone магазин товар 代码 名称
    城市 序列 店舗 站点 编号 股票代码 门店 지점
""")
)
"""Words of columns that may name series."""
QUANTITIES = frozenset(
    _words("""
    age amount pieces pcs stück stückzahl pièces piezas pezzi stuks sztuki шт 件数 個数 개수
    anzahl cantidad cnt count demand discount duration load menge number precio preis
    price prix qty quantity quantité rating revenue sales score sold temp temperature total units
    value volume 价格 数量
""")
)
"""Words of columns that say how much, and never which."""
FLAG_WORDS = frozenset(
    _words("""
    flag flags quality qn qc qf qcode status qualität qualitätsniveau qualité calidad calidade qualità
    kwaliteit jakość качество 品質 質 품질 niveau level eor version validity valid
""")
)
"""Words of columns that say how good a number is."""
DURATIONS = frozenset(
    _words("""
    duration durations elapsed runtime run pace lap sleep asleep awake uptime downtime moving worked wait
    talk sunrise sunset dauer laufzeit arbeitszeit durée duree duración duracion durata czas 时长 длительность
""")
)
"""Words of columns whose clocks are no time of the row."""
COUNTED = frozenset(
    _words("""
    qty quantity units sold sales amount count orders revenue total cantidad umsatz menge anzahl
    betrag ventas ventes quantité vendite 数量 销量 销售额 продажи количество 売上 数値 판매량 수량 quantidade
    vendas ilość miktar
""")
)
"""Words of quantities that can be added up over the rows of a stamp: orders, sales."""
