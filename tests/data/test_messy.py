"""Small files of the kinds that people bring; rows, step, encoding and missing share counted by hand."""

from rnnkit.data import read_table

# Nine trading days from Wednesday 2022-05-04 to Monday 2022-05-16, newest first; 2022-05-13 (a Friday) was a
# holiday here, so 8 rows. Codes with an apostrophe, one name, and three cells of None in the oldest row.
QUOTES = """日期,股票代码,名称,收盘价,开盘价,前收盘,涨跌额,涨跌幅
2022/5/16,'000001,上证指数,3073.75,3100.12,3084.28,-10.53,-0.34
2022/5/12,'000001,上证指数,3054.99,3044.79,3058.70,-3.70,-0.12
2022/5/11,'000001,上证指数,3058.70,3035.38,3035.84,22.85,0.75
2022/5/10,'000001,上证指数,3035.84,2965.77,3004.14,31.70,1.05
2022/5/9,'000001,上证指数,3004.14,2990.19,3001.56,2.58,0.08
2022/5/6,'000001,上证指数,3001.56,2992.71,3067.75,-66.19,-2.15
2022/5/5,'000001,上证指数,3067.75,3044.74,3047.06,20.69,0.67
2022/5/4,'000001,上证指数,3047.06,3029.99,None,None,None
"""


def test_chinese_quotes_newest_first():
    table = read_table(QUOTES.encode("gb2312"))
    said = {change.key: change for change in table.changes}
    assert table.understood["encoding"] == "gb18030"
    assert table.understood["rows"] == 8
    assert table.understood["step"] == "1 business day"
    # 3 of 8 x 5 cells of numbers; the holiday is no gap.
    assert table.understood["missing_share"] == 3 / 40
    assert said["holidays"].rows == 1
    assert said["missing"].rows == 3
    assert said["sort"].sentence == "Newest rows came first; sorted by time."
    assert said["text"].sentence == "Text in 名称, 股票代码 left out."
    assert table.suggested_targets == ("收盘价",)
    assert table.frame["收盘价"].tolist()[:2] == [3047.06, 3067.75]


# 30 hours; pm2.5 is NA in the first 3 and in one later hour; cbwd holds words.
def hour(i):
    particles = "NA" if i in (0, 1, 2, 9) else 50 + i
    return f"{i + 1},2010,1,{1 + i // 24},{i % 24},{particles},{-11 + i % 5},{'NW' if i % 3 else 'cv'},0\n"


AIR = "No,year,month,day,hour,pm2.5,TEMP,cbwd,Is\n" + "".join(map(hour, range(30)))


def test_dates_split_over_columns():
    table = read_table(AIR.encode())
    said = {change.key: change for change in table.changes}
    assert table.understood["encoding"] == "utf-8"
    assert table.understood["rows"] == 30
    assert table.understood["step"] == "1 hour"
    assert table.understood["missing_by_column"] == {"pm2.5": round(4 / 30, 6)}
    assert table.understood["missing_share"] == round(4 / 90, 6)
    assert table.understood["end"] == "2010-01-02 05:00:00"
    assert said["index"].sentence == "No only counts the rows; left out."
    assert said["constant"].sentence == "Is never changes: nothing to learn."
    assert table.value_columns == ("pm2.5", "TEMP", "Is", "cbwd=NW", "cbwd=cv")
    assert table.suggested_targets == ("pm2.5",)
    # The first three have no value before them, so they stay missing; the one between is filled and marked.
    assert table.frame["pm2.5"].isna().sum() == 3
    assert table.imputed["pm2.5"].sum() == 1


# 1962-01 to 1963-12 without 1962-09, 1963-04 and 1963-05: 21 of 24 months, and a blank line at the end.
MONTHS = [f"{y}-{m:02}" for y in (1962, 1963) for m in range(1, 13)]
MILK = '"Month","Pounds per cow"\n' + "".join(
    f'"{month}",{500 + i}\n'
    for i, month in enumerate(MONTHS)
    if month not in ("1962-09", "1963-04", "1963-05")
)


def test_missing_months():
    table = read_table((MILK + "\n").encode())
    said = {change.key: change for change in table.changes}
    assert table.understood["encoding"] == "utf-8"
    assert table.understood["rows"] == 21
    assert table.understood["step"] == "1 month"
    assert table.understood["missing_share"] == 3 / 24
    assert said["stamps"].examples == ("1962-09-01", "1963-04-01", "1963-05-01")
    assert table.frame["Pounds per cow"].tolist() == list(range(500, 524))


GASOLINE = """Week,Gasoline
04/30/2021,8864
04/23/2021,8877
04/16/2021,9104
04/9/2021,8944
04/2/2021,8781
03/26/2021,8891
"""


def test_month_first_newest_first():
    table = read_table(GASOLINE.encode())
    assert table.understood["encoding"] == "utf-8"
    assert table.understood["rows"] == 6
    assert table.understood["step"] == "1 week"
    assert table.understood["freq"] == "W-FRI"
    assert table.understood["missing_share"] == 0
    assert table.understood["time_format"] == ["%m/%d/%Y"]
    assert table.frame["Gasoline"].tolist() == [8891, 8781, 8944, 9104, 8877, 8864]
    assert not table.questions
