"""The names of the months in 27 languages, full and short, and the number that each stands for.

A name is looked up in lower case and without a dot behind it; accents may be missing, as in "fevrier".
"""

import unicodedata
from collections.abc import Mapping

MONTH_NAMES: Mapping[str, str] = {
    "English": (
        "january/jan, february/feb, march/mar, april/apr, may, june/jun, july/jul, august/aug, "
        "september/sep/sept, october/oct, november/nov, december/dec"
    ),
    "German": (
        "januar/jan/jänner/jaenner, februar/feb/feber, märz/mär/mrz/maerz, april/apr, mai, "
        "juni/jun, juli/jul, august/aug, september/sep/sept, oktober/okt, november/nov, "
        "dezember/dez"
    ),
    "French": (
        "janvier/janv, février/févr/fév, mars/mar, avril/avr, mai, juin/jui, juillet/juil/jul, "
        "août/aou, septembre/sept/sep, octobre/oct, novembre/nov, décembre/déc/dec"
    ),
    "Spanish": (
        "enero/ene, febrero/feb, marzo/mar, abril/abr, mayo/may, junio/jun, julio/jul, "
        "agosto/ago, septiembre/sept/setiembre/sep/set, octubre/oct, noviembre/nov, diciembre/dic"
    ),
    "Italian": (
        "gennaio/gen, febbraio/feb, marzo/mar, aprile/apr, maggio/mag, giugno/giu, luglio/lug, "
        "agosto/ago, settembre/set, ottobre/ott, novembre/nov, dicembre/dic"
    ),
    "Portuguese": (
        "janeiro/jan, fevereiro/fev, março/mar, abril/abr, maio/mai, junho/jun, julho/jul, "
        "agosto/ago, setembro/set, outubro/out, novembro/nov, dezembro/dez"
    ),
    "Dutch": (
        "januari/jan, februari/feb, maart/mrt/maa, april/apr, mei, juni/jun, juli/jul, "
        "augustus/aug, september/sep, oktober/okt, november/nov, december/dec"
    ),
    "Polish": (
        "styczeń/sty/stycznia, luty/lut/lutego, marzec/mar/marca, kwiecień/kwi/kwietnia, "
        "maj/maja, czerwiec/cze/czerwca, lipiec/lip/lipca, sierpień/sie/sierpnia, "
        "wrzesień/wrz/września, październik/paź/października, listopad/lis/listopada, "
        "grudzień/gru/grudnia"
    ),
    "Russian": (
        "январь/янв/января, февраль/февр/февраля/фев, март/марта/мар, апрель/апр/апреля, "
        "май/мая, июнь/июня/июн, июль/июля/июл, август/авг/августа, сентябрь/сент/сентября/сен, "
        "октябрь/окт/октября, ноябрь/нояб/ноября/ноя, декабрь/дек/декабря"
    ),
    "Czech": (
        "leden/led/ledna, únor/úno/února, březen/bře/března, duben/dub/dubna, květen/kvě/května, "
        "červen/čvn/června, červenec/čvc/července, srpen/srp/srpna, září/zář, říjen/říj/října, "
        "listopad/lis/listopadu, prosinec/pro/prosince"
    ),
    "Swedish": (
        "januari/jan, februari/feb, mars, april/apr, maj, juni, juli, augusti/aug, "
        "september/sep/sept, oktober/okt, november/nov, december/dec"
    ),
    "Danish": (
        "januar/jan, februar/feb, marts/mar, april/apr, maj, juni/jun, juli/jul, august/aug, "
        "september/sep/sept, oktober/okt, november/nov, december/dec"
    ),
    "Norwegian": (
        "januar/jan, februar/feb, mars/mar, april/apr, mai, juni/jun, juli/jul, august/aug, "
        "september/sep, oktober/okt, november/nov, desember/des"
    ),
    "Finnish": (
        "tammikuu/tammi/tammikuuta, helmikuu/helmi/helmikuuta, maaliskuu/maalis/maaliskuuta, "
        "huhtikuu/huhti/huhtikuuta, toukokuu/touko/toukokuuta, kesäkuu/kesä/kesäkuuta, "
        "heinäkuu/heinä/heinäkuuta, elokuu/elo/elokuuta, syyskuu/syys/syyskuuta, "
        "lokakuu/loka/lokakuuta, marraskuu/marras/marraskuuta, joulukuu/joulu/joulukuuta"
    ),
    "Hungarian": (
        "január/jan, február/febr, március/márc, április/ápr, május/máj, június/jún, július/júl, "
        "augusztus/aug, szeptember/szept, október/okt, november/nov, december/dec"
    ),
    "Romanian": (
        "ianuarie/ian, februarie/feb, martie/mar, aprilie/apr, mai, iunie/iun, iulie/iul, "
        "august/aug, septembrie/sept, octombrie/oct, noiembrie/nov, decembrie/dec"
    ),
    "Greek": (
        "ιανουάριος/ιαν/ιανουαρίου, φεβρουάριος/φεβ/φεβρουαρίου, μάρτιος/μάρ/μαρτίου/μαρ, "
        "απρίλιος/απρ/απριλίου, μάιος/μάι/μαΐου/μαΐ, ιούνιος/ιούν/ιουνίου/ιουν, "
        "ιούλιος/ιούλ/ιουλίου/ιουλ, αύγουστος/αύγ/αυγούστου/αυγ, σεπτέμβριος/σεπ/σεπτεμβρίου, "
        "οκτώβριος/οκτ/οκτωβρίου, νοέμβριος/νοέ/νοεμβρίου/νοε, δεκέμβριος/δεκ/δεκεμβρίου"
    ),
    "Ukrainian": (
        "січень/січ/січня, лютий/лют/лютого, березень/бер/березня, квітень/квіт/квітня, "
        "травень/трав/травня, червень/черв/червня, липень/лип/липня, серпень/серп/серпня, "
        "вересень/вер/вересня, жовтень/жовт/жовтня, листопад/лист/листопада, грудень/груд/грудня"
    ),
    "Chinese and Japanese": (
        "一月/1月, 二月/2月, 三月/3月, 四月/4月, 五月/5月, 六月/6月, "
        "七月/7月, 八月/8月, 九月/9月, 十月/10月, 十一月/11月, 十二月/12月"
    ),
    "Korean": "1월, 2월, 3월, 4월, 5월, 6월, 7월, 8월, 9월, 10월, 11월, 12월",
    "Turkish": (
        "ocak/oca, şubat/şub, mart/mar, nisan/nis, mayıs/may, haziran/haz, temmuz/tem, "
        "ağustos/ağu, eylül/eyl, ekim/eki, kasım/kas, aralık/ara"
    ),
    "Arabic": (
        "يناير/كانون الثاني/جانفي, فبراير/شباط/فيفري, مارس/آذار, أبريل/نيسان/أفريل, "
        "مايو/أيار/ماي, يونيو/حزيران/جوان, يوليو/تموز/جويلية, أغسطس/آب/أوت, سبتمبر/أيلول, "
        "أكتوبر/تشرين الأول, نوفمبر/تشرين الثاني, ديسمبر/كانون الأول"
    ),
    "Hindi": (
        "जनवरी/जन, फ़रवरी/फ़र, मार्च, अप्रैल, मई, जून, जुलाई/जुल, अगस्त/अग, सितंबर/सित, अक्टूबर/अक्टू, नवंबर/नव, दिसंबर/दिस"
    ),
    "Vietnamese": (
        "tháng 1/thg 1/th1/tháng 01, tháng 2/thg 2/th2/tháng 02, tháng 3/thg 3/th3/tháng 03, "
        "tháng 4/thg 4/th4/tháng 04, tháng 5/thg 5/th5/tháng 05, tháng 6/thg 6/th6/tháng 06, "
        "tháng 7/thg 7/th7/tháng 07, tháng 8/thg 8/th8/tháng 08, tháng 9/thg 9/th9/tháng 09, "
        "tháng 10/thg 10/th10, tháng 11/thg 11/th11, tháng 12/thg 12/th12"
    ),
    "Thai": (
        "มกราคม/ม.ค/มค, กุมภาพันธ์/ก.พ/กพ, มีนาคม/มี.ค/มีค, เมษายน/เม.ย/เมย, พฤษภาคม/พ.ค/พค, "
        "มิถุนายน/มิ.ย/มิย, กรกฎาคม/ก.ค/กค, สิงหาคม/ส.ค/สค, กันยายน/ก.ย/กย, ตุลาคม/ต.ค/ตค, "
        "พฤศจิกายน/พ.ย/พย, ธันวาคม/ธ.ค/ธค"
    ),
    "Indonesian": (
        "januari/jan, februari/feb, maret/mar, april/apr, mei, juni/jun, juli/jul, "
        "agustus/agu/ags/agt, september/sep, oktober/okt, november/nov, desember/des"
    ),
}
"""By language: twelve months, parted by commas; the forms of one month, parted by slashes."""

LONGEST_NAME = 20


def plain(word: str) -> str:
    """A word as the table has it: `Sept.` becomes `sept`."""
    return unicodedata.normalize("NFC", word[:LONGEST_NAME]).lower().strip(" \t\xa0\u200f").rstrip(".\u0970")


def folded(word: str) -> str:
    """A plain word of Latin, Greek or Cyrillic letters without its accents: `août` becomes `aout`."""
    if not "a" <= word[:1] < "\u0500":
        return word
    marks = unicodedata.normalize("NFD", word.replace("ı", "i"))
    return "".join(letter for letter in marks if not unicodedata.combining(letter))


def _numbers() -> dict[str, int]:
    found: dict[str, int] = {}
    for names in MONTH_NAMES.values():
        for number, forms in enumerate(names.split(", "), start=1):
            found |= dict.fromkeys(forms.split("/"), number)
    return {folded(word): number for word, number in found.items()} | found


MONTHS: Mapping[str, int] = _numbers()
"""The number of a month by its plain name, with its accents or without."""


def month_of(word: str) -> int | None:
    """The number of the month that a word names, such as 9 for `Sept.`; `None` where it names none."""
    known = plain(word)
    return MONTHS.get(known) or MONTHS.get(folded(known))
