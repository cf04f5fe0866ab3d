"""Files of tunes as people have them: what is read, and what is said about it."""

import io
import json
import zipfile

import pandas as pd
import pytest

from rnnkit.data.source.together import together
from rnnkit.data.tunes import Tune, TuneOverrides, looks_like_abc, read_tunes
from rnnkit.errors import DataError

JIG = "X:1\nT:A Jig\nM:6/8\nL:1/8\nK:D\n|:d2A A2F|d3 d3:|\n"
REEL = "X:2\nT:A Reel\nM:4/4\nL:1/8\nK:G\nGABc d2d2|g8|]\n"


def said(text: str | bytes, **fixed: object) -> list[str]:
    content = text.encode() if isinstance(text, str) else text
    return [change.sentence for change in read_tunes(content, TuneOverrides.model_validate(fixed)).changes]


def tune(text: str) -> Tune:
    return read_tunes(text.encode()).tunes[0]


def test_every_sheet_that_is_called_like_a_part_is_read() -> None:
    sink = io.BytesIO()
    with pd.ExcelWriter(sink) as book:
        for part, own in (
            ("train", [JIG, JIG.replace("d2A", "f2A")]),
            ("test", [REEL, REEL.replace("g8", "b8")]),
        ):
            pd.DataFrame({"abc": own, "by": ["A", "B"]}).to_excel(book, sheet_name=part, index=False)
    assert read_tunes(sink.getvalue()).parts == ("train", "train", "test", "test")


def test_a_tune_with_its_head() -> None:
    found = tune(
        "X: 7 \r\nT:Caf\\'e \\& Bar\r\nT:or\r\nM:C|\r\nL:1/4\r\nQ:1/2=100\r\nK:Amin\r\nA B>c|d4|]\r\n"
    )
    assert (found.title, found.meter, found.unit, found.key, found.tempo, found.line) == (
        *("Café & Bar", "2/2", "1/4", "Am", 200.0, 1),
    )
    assert found.tokens == ("A2", "B3", "c", "|", "d8", "|]")
    assert found.header == ("M:2/2", "K:Am")


@pytest.mark.parametrize(
    "text",
    [
        JIG + "\n" + REEL,
        JIG + REEL,
        (JIG + REEL).replace("\n", "\r\n"),
        "\ufeff" + JIG + "\n\n" + REEL,
        "A book of tunes\n\n" + JIG + "\n\nnotes on the tune\n\n" + REEL,
        JIG.replace("X:1\n", "") + "\n" + REEL.replace("X:2\n", ""),
        JIG.replace("X:1\n", "") + REEL.replace("X:2\n", ""),
        JIG.replace("X:1", "X: 280") + REEL.replace("X:2", "X: 280"),
        "<html><pre>\n" + JIG + "</pre><br>\n<pre>" + REEL + "</pre></html>\n",
        "%abc-2.1\n%%pagewidth 20cm\n" + JIG.replace("K:D", "%%x\nK:D % sharp") + "\n" + REEL,
        JIG.replace("d3 d3", "\n\nd3 d3") + REEL,
        JIG.replace("M:6/8\nL:1/8\nK:D", "K:D\nM:6/8\nL:1/8") + REEL,
        JIG.replace("M:6/8", "H:A long story,\nwhich goes on here.\nM:6/8") + REEL,
        JIG.replace("K:D\n", "K:D\n%%begintext\nabc | abc\n%%endtext\n") + REEL,
        "<p>" + JIG.replace("\n", "<br>") + "</p>" + REEL.replace("\n", "<br />\n"),
        "Title: none\n" + JIG.replace(":d2A A2F|", ":d2A A2F|\\\n") + REEL,
    ],
)
def test_two_tunes_in_every_dress(text: str) -> None:
    found = read_tunes(text.encode())
    assert [one.title for one in found.tunes] == ["A Jig", "A Reel"]
    assert [one.meter for one in found.tunes] == ["6/8", "4/4"]
    assert [one.tokens for one in found.tunes] == [
        ("|:", "d2", "A", "A2", "F", "|", "d3", "d3", ":|"),
        ("G", "A", "B", "c", "d2", "d2", "|", "g8", "|]"),
    ]


def test_units_follow_the_rule_of_abc() -> None:
    assert tune("X:1\nM:2/4\nK:D\na4b4|\n").tokens == ("a2", "b2", "|")
    assert tune("X:1\nM:3/4\nK:D\na4b2|\n").tokens == ("a4", "b2", "|")
    assert tune("X:1\nM:none\nK:D\na4b2|\n").tokens == ("a4", "b2", "|")


def test_fields_amid_the_notes_change_what_follows() -> None:
    found = tune("X:1\nM:2/4\nL:1/8\nK:D\na4|\nM:3/4\nL:1/4\nK:G\na3|\nP:B\nw:la la\na3|]\n")
    assert found.tokens == ("a4", "|", "[M:3/4]", "[K:G]", "a6", "|", "a6", "|]")


def test_of_several_voices_the_first_is_read() -> None:
    text = "X:1\nM:2/4\nL:1/8\nK:D\nV:1 clef=treble\nV:2\nV:1\na4|b4|\nV:2\nA4|B4|\nV:1\nc4|]\n"
    found = read_tunes(text.encode())
    assert found.tunes[0].tokens == ("a4", "|", "b4", "|", "c4", "|]")
    assert "1 tune has several voices; only the first is read: line 1." in said(text)
    amid = "X:1\nM:2/4\nL:1/8\nK:D\n[V:1]a4|b4|\n[V:2]A4|B4|\n[V:1]c4|]\n"
    assert tune(amid).tokens == found.tunes[0].tokens


def test_all_that_is_dropped_is_said_with_its_number() -> None:
    text = JIG.replace("d2A A2F", '{g}d2A (A2~F)"^up"') + "w:la la\n"
    assert said(text) == [
        "Dropped: 2 signs of slurs, 1 ornament, 1 group of grace notes, 1 remark in quotes.",
        "1 line of lyrics is not read.",
    ]


def test_what_is_guessed_is_said() -> None:
    assert said("X:1\nK:D\na>b c2\n") == [
        "1 tune names no meter (M:) and is read as free: line 1.",
        "1 tune does not end with a bar line, so one was added: line 1.",
        "1 tune names no unit of lengths (L:); by the rule of ABC its meter tells it.",
        "1 dotted pair such as a>b is written out.",
    ]
    assert "1 of 4 bars does not fill its meter, in the tune of line 1." in said(
        JIG.replace("d3 d3", "d3|d3 d3|d3 d3")
    )
    assert "2 of 5 bars do not fill their meter, in the tune of line 1." in said(
        JIG.replace("d3 d3", "d3|d3|d3 d3|d3 d3")
    )


def test_tunes_that_cannot_be_read_are_left_out_by_their_lines() -> None:
    bad = "X:3\nT:Bad\nM:6/8\nK:Hmm\nabc|\n\nX:4\nM:7/9\nK:D\nabc|\n\nX:5\nK:D\n\nX:6\nabc|\n"
    found = read_tunes((JIG + bad + REEL).encode())
    assert len(found) == 2
    assert [(left.line, left.why) for left in found.left_out] == [
        *((7, "key"), (13, "meter"), (18, "empty"), (21, "no_key")),
    ]
    assert found.changes[0].sentence == "1 tune left out: it names no key (K:), in line 21."


def test_a_tune_that_stands_there_twice_is_read_once() -> None:
    text = JIG + JIG.replace("X:1\nT:A Jig", "X:2\nT:Another name")
    assert said(text)[0] == "1 tune left out: it repeats an earlier one, note for note, in line 7."
    assert len(read_tunes(text.encode(), TuneOverrides(off=frozenset(("repeated",))))) == 2


def test_a_tune_in_another_meter_is_asked_about() -> None:
    found = read_tunes(JIG.replace("6/8", "9/8").replace("d3 d3", "d6|d6|d6").encode())
    assert [question.sentence for question in found.questions] == [
        "1 tune seems to be in another meter than its M: says: line 1."
    ]


def test_entities_and_encodings() -> None:
    assert tune(JIG.replace("A Jig", "Tom &amp; Ann").replace("|d3", "|&quot;D&quot;d3")).tokens[6] == '"D"'
    assert (
        read_tunes(JIG.replace("A Jig", "Fjällnäs låt, Jämtländsk visa").encode("latin-1"))
        .tunes[0]
        .title.startswith("Fjällnäs")
    )


TABLES = {
    "csv": 'id,title,abc\n1,x,"{jig}"\n2,y,"{reel}"\n',
    "tsv": "prompt\tabc notation\njig\t{jig_escaped}\nreel\t{reel_escaped}\n",
    "jsonl": '{{"control code": "S:2", "abc notation": {jig_json}}}\n{{"abc notation": {reel_json}}}\n',
    "list": '[{{"abc": {jig_json}}}, {{"abc": {reel_json}}}]',
    "strings": "[{jig_json}, {reel_json}]",
    "bodies": (
        "tune_id,name,type,meter,mode,abc\n1,A Jig,jig,6/8,Dmajor,|:d2A A2F|d3 d3:|\n"
        "2,A Reel,reel,4/4,Gmajor,GABc d2d2|g8|]\n"
    ),
}


@pytest.mark.parametrize("form", TABLES)
def test_tables_with_a_column_of_tunes(form: str) -> None:
    values = {
        "jig": JIG,
        "reel": REEL,
        "jig_json": json.dumps(JIG),
        "reel_json": json.dumps(REEL),
        "jig_escaped": JIG.replace("\n", "\\n"),
        "reel_escaped": REEL.replace("\n", "\\n"),
    }
    found = read_tunes(TABLES[form].format(**values).encode())
    assert [one.tokens for one in found.tunes] == [
        ("|:", "d2", "A", "A2", "F", "|", "d3", "d3", ":|"),
        ("G", "A", "B", "c", "d2", "d2", "|", "g8", "|]"),
    ]
    assert [one.meter + one.key for one in found.tunes] == ["6/8D", "4/4G"]


def test_an_archive_of_files_knows_its_parts() -> None:
    files = [("train/a.abc", JIG.encode()), ("test/b.abc", REEL.encode()), ("README.md", b"Tunes of mine.\n")]
    found = read_tunes(together(files))
    assert found.parts == ("train", "test")
    assert found.changes[0].sentence == "Not read: README.md."


def test_tables_of_data_sets_are_read() -> None:
    sink = io.BytesIO()
    pd.DataFrame({"id": [7, 8], "abc notation": [JIG, REEL]}).to_parquet(sink)
    found = read_tunes(sink.getvalue())
    assert ([one.title for one in found.tunes], found.understood["column"]) == (
        ["A Jig", "A Reel"],
        "abc notation",
    )


def test_rows_without_a_tune_are_said() -> None:
    text = f'id,abc\n1,"{JIG}"\n2,"{REEL}"\n2,none\n3\n'
    assert said(text) == ["2 rows hold no tune and were left out, the first in line 16."]


def test_a_tune_too_long_is_left_out_and_not_cut() -> None:
    text = JIG + "X:2\nM:6/8\nK:D\n" + "abc|" * 70_000 + "\n"
    assert said(text)[0] == "1 tune left out: it has more than 4,000 notes and signs, in line 7."


def test_a_packed_archive_is_read() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.abc", JIG)
    assert len(read_tunes(sink.getvalue())) == 1


def test_it_knows_what_looks_like_tunes() -> None:
    assert looks_like_abc((JIG + REEL).encode()) > 0.9
    for other in (b"a,b\n1,2\n2,3\n", b"Once upon a time: K: there was a tune.\n" * 20, b"Go.\tGeh.\n" * 9):
        assert looks_like_abc(other) == 0.0


def test_a_column_by_its_name() -> None:
    text = f'first,second\n"{JIG}","{REEL}"\n'
    assert read_tunes(text.encode(), TuneOverrides(column="second")).tunes[0].title == "A Reel"
    with pytest.raises(DataError, match=r"There is no column 'third'; there are first, second\."):
        read_tunes(text.encode(), TuneOverrides(column="third"))
