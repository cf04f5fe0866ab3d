"""Files the way people bring them: what is understood, what is changed, and the same again on new data."""

import io
import json
import math
import runpy
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from rnnkit.data import Overrides, Recipe, describe, read_table, replay, steps_after, to_pandas_code
from rnnkit.errors import ConfigError, DataError


def stamps(count, freq="D", start="2024-01-01", form="%Y-%m-%d"):
    return list(pd.date_range(start, periods=count, freq=freq).strftime(form))


def table(header, *columns, sep=","):
    lines = [sep.join(map(str, row)) for row in zip(*columns, strict=True)]
    return "\n".join([header, *lines] if header else lines) + "\n"


def airline(y, m):
    return 100 + 10 * y + m


N = range(24)
HOURS = pd.date_range("2024-01-01", periods=60, freq="h")
SPLIT = "\n".join(
    ["year,month,day,hour,y", *(f"{h.year},{h.month},{h.day},{h.hour},{i}" for i, h in enumerate(HOURS))]
)
EPOCH = "\n".join(["ts,y", *(f"{h.timestamp() * 1000:.1f},{i}" for i, h in enumerate(HOURS))])
SHAMPOO = "\n".join(
    ['"Month","Sales"', *(f'"{y}-{m:02}",{airline(y, m)}' for y in (1, 2, 3) for m in range(1, 13))]
)
QUARTERS = "\n".join(["quarter,y", *(f"{y}Q{q},{y + q}" for y in range(2000, 2006) for q in (1, 2, 3, 4))])
LONG = "\n".join(["unique_id,ds,y", *(f"{k},{d},{i}" for k in "ABC" for i, d in enumerate(stamps(20)))])
EXPORT = (
    "World data\nUpdated,2024\n\n" + table("ds,y", stamps(20), range(20)) + "Total,190\nSource: a survey\n"
)
DAYTIME = [h for h in pd.date_range("2024-01-01", periods=240, freq="h") if 10 <= h.hour <= 20]

FIXTURES = {
    "comma and mark": (
        ("\ufeff" + table("ds,y", stamps(24), N)).encode(),
        {
            "encoding": "utf-8-sig",
            "separator": ",",
            "rows": 24,
            "freq": "D",
            "time": ["ds"],
            "targets": ["y"],
        },
    ),
    "semicolon and decimal comma": (
        table(
            "Datum;Wert;Umsatz",
            stamps(24, form="%d.%m.%Y"),
            [f"{i},5" for i in N],
            [f"1.{i:03},25" for i in N],
            sep=";",
        ),
        {"separator": ";", "decimal": ",", "rows": 24, "freq": "D", "start": "2024-01-01"},
    ),
    "tab and cp1252": (
        table("Datum\tGröße", stamps(24, form="%d.%m.%Y"), N, sep="\t").encode("cp1252"),
        {"encoding": "cp1252", "separator": "\t", "targets": ["Größe"], "end": "2024-01-24"},
    ),
    "gb18030": (
        table("日期,销量,天气", stamps(24, form="%Y年%m月%d日"), N, ["晴", "雨"] * 12).encode("gb18030"),
        {"encoding": "gb18030", "time": ["日期"], "targets": ["销量"], "freq": "D"},
    ),
    "big5": (
        table("日期,銷售額,天氣", stamps(24, form="%Y/%m/%d"), N, ["晴天", "雨天"] * 12).encode("big5"),
        {"encoding": "big5", "time": ["日期"], "targets": ["銷售額"]},
    ),
    "shift-jis": (
        table("日付,売上,天気", stamps(24, form="%Y/%m/%d"), N, ["はれ", "雨"] * 12).encode("shift_jis"),
        {"encoding": "shift_jis", "time": ["日付"], "targets": ["売上"]},
    ),
    "utf-16 without mark": (
        table("ds,y", stamps(24), N).encode("utf-16-le"),
        {"encoding": "utf-16-le", "rows": 24},
    ),
    "day first": (table("ds,y", stamps(24, form="%d/%m/%Y"), N), {"time_format": ["%d/%m/%Y"], "freq": "D"}),
    "ambiguous, one way even": (
        table("ds,y", stamps(12, start="2020-04-01", form="%d/%m/%Y"), range(12)),
        {"time_format": ["%d/%m/%Y"], "start": "2020-04-01", "freq": "D"},
    ),
    "year counted from 1": (SHAMPOO, {"freq": "MS", "start": "0001-01-01", "end": "0003-12-01", "rows": 36}),
    "split over columns": (
        SPLIT,
        {"freq": "h", "time": ["year", "month", "day", "hour"], "end": "2024-01-03 11:00:00"},
    ),
    "epoch in ms": (EPOCH, {"freq": "h", "time_format": ["epoch_ms"], "start": "2024-01-01"}),
    "quarters": (QUARTERS, {"freq": "QS", "step": "1 quarter", "start": "2000-01-01"}),
    "excel days": (
        table("Date,y", range(43831, 43855), N),
        {"freq": "D", "start": "2020-01-01", "time_format": ["excel"]},
    ),
    "zone words": (
        table("time;v", [f"{s} DST" for s in stamps(24, "h", form="%d-%m-%Y %H:%M")], N, sep=";"),
        {"freq": "h", "start": "2024-01-01"},
    ),
    "dashes in the clock": (
        table("ds,y", stamps(24, "h", form="%Y-%m-%d %H-%M-%S"), N),
        {"freq": "h", "rows": 24},
    ),
    "weekends": (
        table("date,close", stamps(24, "B"), N),
        {"freq": "B", "missing_share": 0.0, "missing_stamps": 0},
    ),
    "duplicates": (table("ds,y", sorted(stamps(12) * 2), N), {"rows": 24, "freq": "D", "end": "2024-01-12"}),
    "long": (LONG, {"layout": "long", "series": "unique_id", "num_series": 3, "rows": 60, "freq": "D"}),
    "wide": (table("ds,a,b,c", stamps(24), N, N, N), {"layout": "wide", "columns": 4, "series": None}),
    "descending": (table("ds,y", stamps(24)[::-1], N), {"start": "2024-01-01", "end": "2024-01-24"}),
    "preamble and footer": (EXPORT, {"rows": 20, "time": ["ds"], "freq": "D"}),
    "no header": (table("", stamps(24), N), {"header": False, "rows": 24, "time": ["column 1"]}),
    "spellings of missing": (
        table("ds,y", stamps(8), [1, "#N/A", "NA", "?", "-", "null", "None", 8]),
        {"missing_share": 0.75, "rows": 8},
    ),
    "constant": (table("ds,y", stamps(24), [3] * 24), {"targets": ["y"]}),
    "twelve rows": (table("y", range(12)), {"rows": 12, "time": [], "freq": None}),
    "ramp": (table("value", range(1, 101)), {"rows": 100, "targets": ["value"], "start": 0, "end": 99}),
    "pauses at night": (
        table("ds,y", [f"{h:%Y-%m-%d %H:%M}" for h in DAYTIME], range(len(DAYTIME))),
        {"freq": None, "rows": 110},
    ),
    "month ends": (table("ds,y", stamps(24, "ME"), N), {"freq": "ME", "start": "2024-01-31"}),
    "the 15th": (
        table("ds,y", [s[:8] + "15" for s in stamps(24, "MS")], N),
        {"freq": "MS", "start": "2024-01-01"},
    ),
    "blanks between": (table("a  b", [f"{i}   {i * 2}" for i in N]), {"separator": " ", "columns": 2}),
    "date and clock": (
        table("date,time,y", [f"{h:%Y-%m-%d}" for h in HOURS], [f"{h:%H:%M}" for h in HOURS], range(60)),
        {"time": ["date", "time"], "freq": "h"},
    ),
    "air quality": (
        table(
            "Date;Time;CO(GT);T;;",
            [f"{h:%d/%m/%Y}" for h in HOURS],
            [f"{h:%H.%M.%S}" for h in HOURS],
            [f"{i % 7},5" if i % 9 else "-200" for i in range(60)],
            [f"{i % 5},1" for i in range(60)],
            [""] * 60,
            [""] * 60,
            sep=";",
        )
        + ";;;;;\n" * 20,
        {"time": ["Date", "Time"], "freq": "h", "columns": 4, "rows": 60, "end": "2024-01-03 11:00:00"},
    ),
    "hours 1 to 24": (
        table("date,hour,y", [f"{h:%Y-%m-%d}" for h in HOURS], [h.hour + 1 for h in HOURS], range(60)),
        {"time": ["date", "hour"], "freq": "h", "start": "2024-01-01 01:00:00"},
    ),
}


def run_script(result, content, folder):
    """What the exported script makes of the file."""
    (folder / "clean.py").write_text(to_pandas_code(result.recipe), encoding="utf-8")
    clean = runpy.run_path(str(folder / "clean.py"), run_name="script")["clean"]
    return clean(io.BytesIO(content)).reset_index(drop=True)


def content_of(name):
    content = FIXTURES[name][0]
    return content.encode() if isinstance(content, str) else content


@pytest.mark.parametrize("name", FIXTURES)
def test_understood(name):
    result = read_table(content_of(name))
    assert {key: result.understood[key] for key in FIXTURES[name][1]} == FIXTURES[name][1]


@pytest.mark.parametrize("name", FIXTURES)
def test_replay_gives_the_same_table(name):
    result = read_table(content_of(name))
    recipe = Recipe.from_json(result.recipe.to_json())
    assert recipe == result.recipe
    again = replay(recipe, content_of(name))
    pd.testing.assert_frame_equal(again.frame, result.frame)
    pd.testing.assert_frame_equal(again.imputed, result.imputed)
    assert again.recipe == recipe


@pytest.mark.parametrize("name", FIXTURES)
def test_the_exported_script_gives_the_same_values(name, tmp_path):
    result = read_table(content_of(name))
    frame = run_script(result, content_of(name), tmp_path)
    pd.testing.assert_frame_equal(frame, result.frame, check_dtype=False)


def test_the_exported_script_runs_on_its_own(tmp_path):
    result = read_table(content_of("semicolon and decimal comma"))
    (tmp_path / "clean.py").write_text(to_pandas_code(result.recipe), encoding="utf-8")
    (tmp_path / "data.csv").write_bytes(content_of("semicolon and decimal comma"))
    subprocess.run([sys.executable, "clean.py", "data.csv"], cwd=tmp_path, check=True, timeout=60)
    frame = pd.read_csv(tmp_path / "clean.csv", parse_dates=["ds"])
    pd.testing.assert_frame_equal(frame, result.frame, check_dtype=False)


def test_semicolon_and_decimal_comma_by_hand():
    frame = read_table(content_of("semicolon and decimal comma")).frame
    assert frame["Wert"].tolist()[:3] == [0.5, 1.5, 2.5]
    assert frame["Umsatz"].tolist()[:2] == [1000.25, 1001.25]


def test_an_ambiguous_date_is_asked_about_and_can_be_fixed():
    content = b"ds,y\n01/01/2020,1\n01/02/2020,2\n01/03/2020,3\n01/04/2020,4\n"
    asked = read_table(content)
    assert [question.key for question in asked.questions] == ["day_first"]
    assert str(asked.frame["ds"].iloc[-1].date()) == "2020-01-04"
    fixed = read_table(content, Overrides(day_first=True))
    assert not fixed.questions
    assert str(fixed.frame["ds"].iloc[-1].date()) == "2020-04-01"


def test_doubtful_sentinels_are_asked_about_and_only_then_applied():
    values = [0 if i % 6 == 0 else 50 + round(math.sin(i), 3) for i in range(36)]
    content = table("ds,y", stamps(36), values).encode()
    asked = read_table(content)
    assert [q.sentence for q in asked.questions] == ["Does 0 in y (6 cells) mean missing?"]
    assert (asked.frame["y"] == 0).sum() == 6
    applied = read_table(content, Overrides(sentinels=(0,)))
    assert not applied.questions
    assert applied.understood["missing_share"] == pytest.approx(6 / 36, abs=1e-6)
    assert math.isnan(applied.frame["y"].iloc[0])
    assert applied.imputed["y"].sum() == 5
    assert not read_table(content, Overrides(keep_sentinels=(0,))).questions


def test_blank_rows_and_sentinels_of_a_sensor_file():
    result = read_table(content_of("air quality"))
    said = {change.key: change for change in result.changes}
    assert said["sentinels"].sentence == "-200 in CO(GT) read as missing."
    assert said["sentinels"].rows == 7
    assert result.frame["CO(GT)"].min() == 0.5


def test_zeros_and_negative_numbers_stay():
    values = [0, -1, 0, 5, 0, -7, 3, 0]
    result = read_table(table("ds,y", stamps(8), values).encode())
    assert result.frame["y"].tolist() == values
    assert not result.changes


def test_a_label_for_train_and_test_does_not_name_the_series():
    lines = [
        f"{k},{i},{i * 2.5},{'test' if i >= 16 else 'train'}" for k in ("H1", "H2", "H3") for i in range(20)
    ]
    result = read_table("\n".join(["series,t,y,part", *lines]).encode())
    assert result.understood["series"] == "series"
    assert result.understood["time"] == ["t"]
    assert result.understood["num_series"] == 3
    assert result.value_columns == ("y",)
    assert result.frame["ds"].dtype == "int64"


def test_two_columns_can_name_the_series():
    rows = [f"{d},{s},{k},{i}" for i, d in enumerate(stamps(12)) for s in "AB" for k in "xyz"]
    result = read_table("\n".join(["ds,store,item,y", *rows]).encode())
    assert result.series == ("A / x", "A / y", "A / z", "B / x", "B / y", "B / z")


def test_codes_with_leading_zeros_name_series():
    rows = [f"{k},{d},{i}" for k in ("000001", "600000") for i, d in enumerate(stamps(12))]
    assert read_table("\n".join(["代码,日期,收盘", *rows]).encode()).series == ("000001", "600000")


def test_a_wide_file_can_be_read_as_several_series():
    result = read_table(
        table("ds,a,b", stamps(12), range(12), range(12, 24)).encode(), Overrides(layout="long")
    )
    assert result.series == ("a", "b")
    assert result.value_columns == result.suggested_targets == ("y",)
    space = {"__name__": "clean"}
    exec(to_pandas_code(result.recipe), space)
    frame = space["clean"](io.StringIO(table("ds,a,b", stamps(12), range(12), range(12, 24)))).reset_index(
        drop=True
    )
    pd.testing.assert_frame_equal(frame, result.frame, check_dtype=False)


def test_missing_stamps_are_put_in_filled_and_marked():
    kept = [s for i, s in enumerate(stamps(20)) if i not in (5, 6)]
    result = read_table(table("ds,y", kept, [i for i in range(20) if i not in (5, 6)]).encode())
    assert result.frame["y"].tolist() == list(range(20))
    assert np.flatnonzero(result.imputed["y"]).tolist() == [5, 6]
    assert result.understood["missing_share"] == 0.1


GAPS = table(
    "ds,y", [s for i, s in enumerate(stamps(20)) if i != 5], [i for i in range(20) if i != 5]
).encode()


@pytest.mark.parametrize(
    ("overrides", "value"),
    [({"gaps": "ffill"}, 4), ({"gaps": "zero"}, 0), ({}, 5), ({"off": {"gaps"}}, math.nan)],
)
def test_gaps_are_filled_as_asked(overrides, value):
    frame = read_table(GAPS, Overrides(**overrides)).frame
    assert len(frame) == 20
    assert frame["y"].iloc[5] == pytest.approx(value, nan_ok=True)


@pytest.mark.parametrize("overrides", [{"gaps": "leave"}, {"off": {"stamps"}}])
def test_missing_stamps_can_be_left_out(overrides):
    assert len(read_table(GAPS, Overrides(**overrides)).frame) == 19


@pytest.mark.parametrize(("how", "value"), [("mean", 1.5), ("sum", 3), ("first", 1), ("last", 2)])
def test_duplicates_are_merged_as_asked(how, value):
    content = table("ds,y", ["2024-01-01", *stamps(6)], [1, 2, 3, 4, 5, 6, 7]).encode()
    assert read_table(content, Overrides(duplicates=how)).frame["y"].iloc[0] == value


SWITCHES = {
    "encoding": (table("ds,año", stamps(12), range(12)).encode("cp1252"), None),
    "separator": (table("ds;y", stamps(12), range(12), sep=";").encode(), None),
    "decimal": (b"v\n1,5\n2,5\n3,5\n", None),
    "thousands": (b'v\n"1,500"\n"2,500"\n"3,500"\n', None),
    "percent": (b"v\n1 %\n2 %\n3 %\n", None),
    "header": (b"1,2\n3,4\n5,6\n7,8\n", 3),
    "missing": (table("ds,y", stamps(12), ["NA", *range(11)]).encode(), 12),
    "index": (table("No,y,ds", range(12), range(12), stamps(12)).encode(), 12),
    "constant": (table("ds,a,b", stamps(12), [1] * 12, range(12)).encode(), 12),
    "categories": (table("ds,y,w", stamps(12), range(12), list("ab" * 6)).encode(), 12),
    "part": (table("ds,y,part", stamps(12), range(12), ["train"] * 9 + ["test"] * 3).encode(), 12),
    "text": (table("ds,y,w", stamps(60), range(60), [f"w{i % 12}" for i in range(60)]).encode(), 60),
    "series": (LONG.encode(), 20),
    "time": (table("ds,y", stamps(12), range(12)).encode(), 12),
    "time_zone": (table("ds,y", [s + " 00:00 CET" for s in stamps(12)], range(12)).encode(), 12),
    "sort": (table("ds,y", stamps(12)[::-1], range(12)).encode(), 12),
    "duplicates": (table("ds,y", sorted(stamps(6) * 2), range(12)).encode(), 12),
    "stamps": (GAPS, 19),
    "gaps": (GAPS, 20),
    "moved_dates": (table("ds,y", [s[:8] + "15" for s in stamps(12, "MS")], range(12)).encode(), 12),
    "preamble": (b"A title\nds,y\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n", None),
    "footer": (table("ds,y", stamps(12), range(12)).encode() + b"Total,66\n", 12),
    "repeated_names": (table("ds,y", [*stamps(6), "ds"], [*range(6), "y"]).encode(), 6),
    "units": (table("ds,y,z", ["day", *stamps(12)], ["m", *range(12)], ["m", *range(12)]).encode(), 12),
    "sentinels": (table("ds,y", stamps(12), [-999, *range(1, 12)]).encode(), 12),
}


@pytest.mark.parametrize("key", SWITCHES)
def test_every_change_can_be_switched_off(key):
    """Switched off a change is still listed, but not in force; where nothing is left, that is said."""
    content, rows = SWITCHES[key]
    sentinels = (-999.0,) if key == "sentinels" else ()
    if key != "time":
        said = {change.key: change for change in read_table(content, Overrides(sentinels=sentinels)).changes}
        assert said[key].enabled
    switched = Overrides(sentinels=sentinels, off=frozenset({key}))
    if rows is None:
        with pytest.raises(DataError):
            read_table(content, switched)
        return
    result = read_table(content, switched)
    assert not {change.key: change for change in result.changes}[key].enabled
    assert len(result.frame) == rows
    pd.testing.assert_frame_equal(replay(result.recipe, content).frame, result.frame)


def test_every_detection_has_an_override():
    content = "x|y|z\n01.02.2024|1,5|a\n02.02.2024|2,5|b\n03.02.2024|9,5|a\n".encode("utf-16-le")
    fixed = Overrides(
        encoding="utf-16-le",
        separator="|",
        decimal=",",
        thousands="",
        header=True,
        skip_rows=0,
        skip_footer=0,
        time=("x",),
        day_first=True,
        time_format="%d.%m.%Y",
        layout="wide",
        values=("y",),
        missing=("9,5",),
        duplicates="mean",
        gaps="leave",
        freq="D",
    )
    result = read_table(content, fixed)
    assert result.frame["y"].tolist()[:2] == [1.5, 2.5]
    assert math.isnan(result.frame["y"].iloc[2])
    assert result.value_columns == ("y",)


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"time": ("nope",)}, "There is no column 'nope'; found ds, y."),
        ({"series": ("nope",)}, "There is no column 'nope'; found ds, y."),
        ({"values": ("nope",)}, "There is no value column 'nope'; found y."),
        (
            {"freq": "fortnight"},
            "Step 'fortnight' is not known; use such as h, 15min, D, B, W, MS, QS or YS.",
        ),
        ({"freq": "2B"}, "Step '2B': business days and half months come one by one; use B."),
        ({"freq": "2SMS-16"}, "Step '2SMS-16': business days and half months come one by one; use SMS."),
        ({"skip_rows": 500}, "Nothing is left after skipping 500 lines; skip fewer."),
    ],
)
def test_overrides_that_do_not_fit_are_refused(overrides, sentence):
    with pytest.raises(DataError) as error:
        read_table(table("ds,y", stamps(12), range(12)).encode(), Overrides(**overrides))
    assert str(error.value) == sentence


def test_another_step_gathers_rows():
    content = table("ds,y", stamps(60), [1] * 60).encode()
    result = read_table(content, Overrides(freq="MS", duplicates="sum"))
    assert result.frame["y"].tolist() == [31, 29]


def test_replay_needs_the_columns_of_the_recipe():
    recipe = read_table(table("ds,y", stamps(12), range(12)).encode()).recipe
    with pytest.raises(DataError, match="The new data has no column 'y'"):
        replay(recipe, table("ds,z", stamps(12), range(12)).encode())


def test_replay_does_not_guess_again():
    monthly = read_table(table("ds,y", stamps(24, "MS", form="%d/%m/%Y"), N).encode()).recipe
    again = replay(monthly, b"ds,y\n01/02/2030,1\n01/03/2030,2\n01/04/2030,3\n")
    assert [str(s.date()) for s in again.frame["ds"]] == ["2030-02-01", "2030-03-01", "2030-04-01"]


def test_several_columns_share_one_change():
    more = [f"{i % 7},25" if i % 4 else "-999" for i in range(24)]
    result = read_table(table("ds;a;b", stamps(24), [f"{i},5" for i in N], more, sep=";").encode())
    assert [c.sentence for c in result.changes if c.key == "decimal"] == ["Decimal comma in a, b."]
    assert [c.sentence for c in result.changes if c.key == "sentinels"] == ["-999 in b read as missing."]


def test_a_recipe_from_a_newer_version_is_refused():
    text = read_table(GAPS).recipe.to_json().replace('"version":1', '"version":99')
    with pytest.raises(ConfigError, match="newer version"):
        Recipe.from_json(text)


def test_describe_is_plain_json():
    said = describe(read_table(GAPS))
    assert json.loads(json.dumps(said, allow_nan=False)) == said
    assert said["first_rows"][0] == {"unique_id": "series", "ds": "2024-01-01", "y": 0.0}
    assert [change["key"] for change in said["changes"]] == ["stamps", "gaps"]


@pytest.mark.parametrize(
    ("freq", "following"),
    [
        ("h", ["2024-01-31T01", "2024-01-31T02"]),
        ("D", ["2024-02-01", "2024-02-02"]),
        ("B", ["2024-02-01", "2024-02-02"]),
        ("W-WED", ["2024-02-07", "2024-02-14"]),
        ("ME", ["2024-02-29", "2024-03-31"]),
        ("QE-JAN", ["2024-04-30", "2024-07-31"]),
    ],
)
def test_steps_after_the_end(freq, following):
    result = steps_after(np.datetime64("2024-01-31", "us"), freq, 2)
    assert result.tolist() == np.array(following, dtype="datetime64[us]").tolist()


def test_steps_after_a_number():
    assert steps_after(5, None, 3).tolist() == [6, 7, 8]


@pytest.mark.parametrize(
    "freq", ["h", "30min", "D", "B", "W-FRI", "MS", "ME", "QS", "QE", "QS-FEB", "YS", "YE", "2D", "4h"]
)
def test_the_step_is_found(freq):
    result = read_table(table("ds,y", stamps(40, freq, form="%Y-%m-%d %H:%M"), range(40)).encode())
    assert result.freq == freq
    future = steps_after(result.frame["ds"].to_numpy()[-1], freq, 3)
    expected = pd.date_range(result.frame["ds"].iloc[-1], periods=4, freq=freq)[1:]
    assert future.tolist() == expected.to_numpy().astype("datetime64[us]").tolist()


@pytest.mark.parametrize(
    ("freq", "season"), [("h", 24), ("30min", 48), ("D", 7), ("B", 5), ("W-SUN", 52), ("MS", 12), ("QS", 4)]
)
def test_the_season_follows_from_the_step(freq, season):
    content = table("ds,y", stamps(120, freq, form="%Y-%m-%d %H:%M"), range(120)).encode()
    assert read_table(content).seasonality == season


def test_the_season_of_counted_rows_is_found_in_the_values():
    assert (
        read_table(
            table("y", [round(math.sin(i * 2 * math.pi / 12), 4) for i in range(120)]).encode()
        ).seasonality
        == 12
    )
    noise = np.random.default_rng(0).normal(size=300).round(3)
    assert read_table(table("y", noise).encode()).seasonality == 1
