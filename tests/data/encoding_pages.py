"""Pages of many languages in every encoding they were written in, and the tables they head."""

import json
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

SENTENCES = json.loads(Path(__file__).with_name("sentences.json").read_text("utf-8"))
WEST = ("cp1252", "iso8859-15", "mac_roman", "cp850")
CENTRAL = ("cp1250", "iso8859-2", "cp852", "mac_latin2")
WESTERN = ("de", "fr", "es", "pt", "it", "nl", "da", "nb", "sv", "fi", "is", "ca", "eu", "ga", "af", "sq")
WRITTEN_IN = {
    **dict.fromkeys(WESTERN, WEST),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "ro", "bs", "sr_Latn"), CENTRAL),
    "ru": ("cp1251", "iso8859-5", "koi8-r", "cp866", "mac_cyrillic"),
    "bg": ("cp1251", "koi8-r", "iso8859-5", "cp866"),
    "uk": ("cp1251", "koi8-u", "iso8859-5", "mac_cyrillic"),
    "be": ("cp1251", "iso8859-5"),
    "sr": ("cp1251", "iso8859-5"),
    "mk": ("cp1251", "iso8859-5"),
    "lt": ("cp1257", "iso8859-13", "cp775"),
    "lv": ("cp1257", "iso8859-13", "cp775"),
    "et": ("cp1257", "cp1252", "iso8859-15"),
    "tr": ("cp1254", "iso8859-9", "cp857"),
    "el": ("cp1253", "iso8859-7", "cp737"),
    "he": ("cp1255", "iso8859-8"),
    "ar": ("cp1256", "iso8859-6"),
    "fa": ("cp1256",),
    "th": ("cp874", "tis-620"),
    "vi": ("cp1258",),
    "ja": ("shift_jis", "cp932", "euc_jp"),
    "ko": ("cp949", "euc_kr"),
    "zh_Hans": ("gb18030", "gb2312"),
    "zh_Hant": ("big5", "cp950"),
}
# The first row of a table and a few of its words, by language.
TABLES = {
    "de": ("Datum;Größe;Übertrag", "Müller|Süd|Nord"),
    "fr": ("année;température;région", "Île-de-France|Bretagne|Rhône"),
    "es": ("año;cañón;niño", "Málaga|León|Sevilla"),
    "pt": ("mês;região;preço", "São Paulo|Ceará|Amazonas"),
    "it": ("città;qualità;quantità", "Forlì|Roma|Cefalù"),
    "da": ("måned;beløb;by", "København|Århus|Ærø"),
    "nb": ("dato;beløp;område", "Tromsø|Bodø|Ålesund"),
    "sv": ("månad;försäljning;år", "Malmö|Göteborg|Örebro"),
    "fi": ("päivä;määrä;myynti", "Jyväskylä|Hämeenlinna|Turku"),
    "is": ("dagsetning;verð;fjöldi", "Reykjavík|Ísafjörður|Þórshöfn"),
    "ca": ("data;quantitat;població", "València|Lleida|Mataró"),
    "pl": ("data;sprzedaż;ilość", "Łódź|Kraków|Gdańsk"),
    "cs": ("datum;množství;tržby", "Plzeň|Brno|Ústí"),
    "sk": ("dátum;množstvo;tržby", "Košice|Žilina|Prešov"),
    "hu": ("dátum;mennyiség;bevétel", "Győr|Székesfehérvár|Pécs"),
    "sl": ("datum;količina;mesto", "Škofja Loka|Črnomelj|Žalec"),
    "hr": ("datum;količina;prodaja", "Šibenik|Čakovec|Đakovo"),
    "ro": ("data;cantitate;vânzări", "Iaşi|Braşov|Constanţa"),
    "lt": ("data;kiekis;pardavimai", "Šiauliai|Panevėžys|Klaipėda"),
    "lv": ("datums;apgrozījums;skaits", "Rīga|Jūrmala|Liepāja"),
    "et": ("kuupäev;kogus;müük", "Pärnu|Põlva|Jõhvi"),
    "tr": ("tarih;satış;miktar", "İstanbul|Muğla|Eskişehir"),
    "ru": ("Дата;Выручка", "Москва|Казань|Тула"),
    "uk": ("Дата;Виручка;Кількість", "Київ|Львів|Черкаси"),
    "bg": ("Дата;Продажби", "София|Варна|Пловдив"),
    "be": ("Дата;Выручка", "Мінск|Гродна|Брэст"),
    "sr": ("Датум;Количина", "Београд|Ниш"),
    "mk": ("Датум;Количина", "Скопје|Битола"),
    "el": ("Ημερομηνία;Πωλήσεις", "Αθήνα|Πάτρα"),
    "he": ("תאריך;מכירות", "חיפה|ירושלים"),
    "ar": ("التاريخ;المبيعات", "القاهرة|دمشق"),
    "fa": ("تاريخ;فروش", "تهران|شيراز"),
    "th": ("วันที่;ยอดขาย", "กรุงเทพ|เชียงใหม่"),
    "vi": ("ngày;doanh thu", "Hà Nội|Đà Nẵng"),
    "ja": ("日付;売上", "東京|大阪"),
    "ko": ("날짜;판매량", "서울|부산"),
    "zh_Hans": ("日期;销量", "北京|上海"),
    "zh_Hant": ("日期;銷量", "臺北|高雄"),
}


def written(text: str, encoding: str) -> bytes:
    """The text in that encoding, without what it lacks; Vietnamese with its tones apart."""
    if encoding == "cp1258":
        text = "".join(_toned(char) for char in unicodedata.normalize("NFC", text))
    return text.encode(encoding, "ignore")


def _toned(char: str) -> str:
    apart = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in "\u0300\u0301\u0303\u0309\u0323" if mark in apart), "")
    if not tone or char.encode("cp1258", "ignore"):
        return char
    return unicodedata.normalize("NFC", apart.replace(tone, "")) + tone


def pages(size: int) -> Iterator[tuple[str, str, bytes]]:
    """A page of so many bytes of each language in each of its encodings, always the same."""
    for language, encodings in WRITTEN_IN.items():
        for encoding in encodings:
            rng = random.Random(f"{language} {encoding}")
            page = b""
            while len(page) < size or (page.isascii() and len(page) < 20 * size):
                page += written(rng.choice(SENTENCES[language]) + "\n", encoding)
            if not page.isascii():
                yield language, encoding, page


def tables(words: bool) -> Iterator[tuple[str, str, bytes]]:
    """Forty rows of dates and numbers under such names, with such words or without."""
    for language, (header, cells) in TABLES.items():
        listed = cells.split("|") if words else ["x"]
        rows = [f"2024-01-{i % 28 + 1:02d};{i * 37 % 100};{listed[i % len(listed)]}" for i in range(40)]
        for encoding in WRITTEN_IN[language]:
            content = written("\n".join([header, *rows]), encoding)
            if not content.isascii():
                yield language, encoding, content
