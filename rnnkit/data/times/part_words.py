"""What the columns of a date in parts are called in many languages, and the number in a cell of one."""

import re

import numpy as np
import pandas as pd

from rnnkit.data.times.written.month_names import month_of
from rnnkit.data.times.written.tidy import english, plain_signs
from rnnkit.data.times.written.to_moments import Cells, Floats, full_year

PART_NAMES: dict[str, str] = {
    "year": (
        "year yr yyyy yy jj jjjj aaaa fiscalyear financialyear fy calendaryear annee année an año ano "
        "anno jahr jaar rok år vuosi év год год. рік yıl yil έτος an. godina 年 年份 年度 年次 연도 년 "
        "년도 ปี năm tahun سنة السنة वर्ष"
    ),
    "quarter": (
        "quarter qtr q qrt quartal trimestre trimester kwartał kwartal kvartal kvartaali negyedév "
        "квартал çeyrek kwartaal τρίμηνο 季度 季 四半期 분기 quý kuartal"
    ),
    "half": ("half halfyear semester semestre halbjahr hj hy halvår półrocze polrocze полугодие 半期 반기"),
    "month": (
        "month mon mo period mm mnth months monthname monat mois mes mês mese maand miesiąc miesiac "
        "måned månad kuukausi hónap месяц місяць ay μήνας lună luna měsíc 月 月份 月次 월 เดือน tháng "
        "bulan شهر الشهر महीना"
    ),
    "week": (
        "week wk weeknumber weeknum weekno weekofyear isoweek epiweek mmwrweek woche kw kalenderwoche "
        "semaine semana sett settimana tydzień tydzien uke vecka uge viikko hét неделя тиждень hafta "
        "týden 周 週 周次 週次 주 주차 tuần minggu"
    ),
    "day": (
        "day dd dy dayofmonth dateofmonth mday dom monthday tag jour dia día giorno dag dzień dzien "
        "päivä nap день gün ημέρα zi den 日 号 일 วัน ngày hari يوم اليوم दिन"
    ),
    "day_of_year": (
        "doy dayofyear julian julianday jday yday yearday jd dayno ordinalday tagdesjahres jourdelannée 通日"
    ),
    "hour": (
        "hour hr hh hours stunde std heure hora ora uur godzina time_hour timme tunti óra час година "
        "saat ώρα 时 時 小时 時間 시 시간 ชั่วโมง giờ jam ساعة hourending hourbeginning he hod hodina"
    ),
    "minute": ("minute min mi minutes minuto minuut minuta минута dakika 分 分钟 분"),
    "second": ("second sec ss seconds sekunde seconde segundo секунда saniye 秒 초"),
}
ROLE_OF = {name: role for role, names in PART_NAMES.items() for name in names.split()}
BOUNDS = {
    **{
        "year": (0, 9999),
        "quarter": (1, 4),
        "half": (1, 2),
        "month": (1, 12),
        "week": (0, 53),
        "day": (1, 31),
    },
    **{"day_of_year": (1, 366), "hour": (0, 24), "minute": (0, 60), "second": (0, 60)},
    **{"hhmm": (0, 2400), "hhmmss": (0, 240_000)},
}


def role_of(name: str) -> str | None:
    """`Date_of_Month` is `day`; `None` where a name is that of no part."""
    low = name.strip().lower()
    return ROLE_OF.get(re.sub(r"[\s_\-.#<>()\[\]]+", "", low[:40])) or ROLE_OF.get(low)


def part_numbers(cells: Cells, role: str, century: int | None = None) -> Floats:
    """The number of every cell in a part of a date: `März` is 3, `Q2` and `II` are 2, `KW 5` is 5."""
    codes, distinct = pd.factorize(np.asarray(cells, dtype=object))
    found = np.array([part_number(str(cell), role) for cell in distinct], dtype=np.float64)
    if role == "year" and century is not None:
        found = np.array(
            [full_year(int(year), century) if 0 <= year < 100 else year for year in found], dtype=np.float64
        )
    return np.asarray(found[codes])


def part_number(cell: str, role: str) -> float:
    """The number of one cell in a part of a date; NaN where it holds none."""
    try:
        number = float(cell)
        return number if number % 1 == 0 or role == "second" else float("nan")
    except ValueError:
        pass
    text = plain_signs(cell[:40])
    if role == "month" and (month := month_of(text)):
        return float(month)
    if role in ("month", "quarter", "half", "week", "year"):
        text = english(text)
    shape = {
        "year": r"^(?:FY ?)?'?(\d{4}|\d{2})(?: ?[/-] ?\d{2,4})?(?: ?[年년])?$",
        "month": r"^[Mm]?(\d{1,2})(?:-|月|월| M\d\d)?$",
        "half": r"^[HhSs]?\.? ?([12])\.? ?[HhSs]?$",
        "quarter": r"^[QTKqtk]?\.? ?([1-4])\.? ?[QTK]?(?:st|nd|rd|th)?$",
        "week": r"^[^\W\d_]{0,4}\.? ?(\d{1,2})\.? ?W?$",
        "hour": r"^[Hh]?(?:our|E)? ?(\d{1,2})(?:h|hr|[:.]00(?:[:.]00)?)?$",
        "hhmm": r"^(\d{1,4})$",
        "hhmmss": r"^(\d{1,6})$",
    }.get(role, r"^(\d{1,3})(?:\.|st|nd|rd|th|日|일)?$")
    found = re.match(shape, text)
    return float(found[1]) if found else float("nan")
