"""What a person decides about texts with labels, what is said of them, and the files they come in."""

import io
import json

import numpy as np
import openpyxl
import pandas as pd
import pytest

from rnnkit.data.labelled import LabelledOverrides, read_labelled, understood
from rnnkit.data.source.together import together
from rnnkit.errors import DataError
from tests.data.labelled.forms import jsonl, lines

MOODS = lines(
    "text,mood,place", "so good,up,north", "so bad,down,north", "a joy,up,south", "no fun,down,south"
)


def read(content, **fixed):
    return read_labelled(content, LabelledOverrides(**fixed))


def notes(found):
    return {change.key: change.sentence for change in found.changes}


def questions(found):
    return {question.key: question.sentence for question in found.questions}


def test_columns_are_chosen_by_name_or_place():
    assert read(MOODS).origin.label == "mood"
    assert read(MOODS, label=("place",)).classes == ("north", "south")
    assert read(MOODS, label=("2",)).classes == ("north", "south")
    both = read(MOODS, text=("text", "mood"), label=("place",))
    assert both.texts[0] == "so good\nup"
    assert both.origin.text == ("text", "mood")
    with pytest.raises(DataError, match=r"^There is no column feeling; found text, mood, place\.$"):
        read(MOODS, label=("feeling",))


def test_a_header_is_taken_or_left_as_it_is_said():
    assert read(MOODS, header=False, text=("0",), label=("1",)).classes == ("down", "mood", "up")
    no_names = lines("good day,up", "bad day,down", "fine day,up", "gray day,down")
    assert len(read(no_names)) == 4
    assert len(read(no_names, header=True, text=("good day",), label=("up",))) == 3


def test_another_column_that_may_be_the_label_is_asked_about():
    content = lines(
        "said,a,b", "so good now,up,x", "so bad now,down,x", "a joy to me,up,y", "no fun at all,down,y"
    )
    assert questions(read(content))["label"] == "Column a is read as the label; or is it b?"
    assert not questions(read(content, label=("b",)))


def test_fine_labels_are_learned_where_a_person_wants_them():
    content = lines("text,label", "a b,x:1", "c d,x:2", "e f,y:1", "g h,y:2", "i j,x:1")
    found = read(content)
    assert found.classes == ("x", "y")
    assert (
        questions(found)["level"]
        == "Labels such as x:1 are read by their first part: 2 classes; or learn all 4?"
    )
    assert read(content, level="fine").classes == ("x:1", "x:2", "y:1", "y:2")


def test_rows_of_several_classes_are_left_out_where_one_is_wanted():
    content = lines("__label__a __label__b one two", "__label__a three four", "__label__b five six")
    assert read(content).labels == ((0, 1), (0,), (1,))
    assert read(content).targets.tolist() == [[1, 1], [1, 0], [0, 1]]
    single = read(content, several=False)
    assert single.labels == ((0,), (1,))
    assert single.targets.tolist() == [0, 1]
    assert single.dropped == 1
    assert notes(single)["several"] == "1 row with several labels left out."


def test_rows_without_text_or_label_are_counted_with_their_lines():
    found = read(lines("text,label", "so good,1", ",0", "so bad,0", "who knows,", "a joy,1", "no fun,0"))
    assert found.dropped == 2
    assert notes(found)["no_text"] == "1 row without a text left out."
    assert next(c for c in found.changes if c.key == "no_label").examples == ("line 5",)
    assert found.lines == (2, 4, 6, 7)


def test_texts_that_come_again_and_labels_that_contradict_are_told():
    found = read(
        lines("text,label", "so good,1", "So  good,1", "so bad,0", "so bad,1", "a joy,1", "no fun,0")
    )
    assert found.suspects == {"repeated": (3,), "conflict": (5,)}
    assert notes(found)["conflict"] == "1 text comes again with another label; one of the two is wrong."


def test_a_repair_is_switched_off_by_its_key():
    content = lines("text,label", "so<br />good,1.0", "so bad,0.0", "a joy,1.0", "no &amp; no,0.0")
    assert read(content).texts[0] == "so\ngood"
    plain = read(content, off=frozenset(("tags", "codes", "whole_labels")))
    assert plain.texts[0] == "so<br />good"
    assert plain.texts[3] == "no &amp; no"
    assert plain.classes == ("0.0", "1.0")


def test_labels_that_differ_in_letter_case_are_one_class():
    content = lines("text,label", "so good,Up", "so bad,down", "a joy,Up", "no fun,down", "well well,up")
    assert read(content).classes == ("Up", "down")
    assert notes(read(content))["case"] == "1 label that differs in letter case alone is read as Up."
    assert read(content, off=frozenset(("case",))).classes == ("Up", "down", "up")


def test_counts_and_json_tell_what_was_understood():
    said = understood([("moods.csv", MOODS)], "{}")
    assert said["counts"] == {"down": 2, "up": 2}
    assert said["offered"] == ["text", "mood", "place"]
    assert json.loads(json.dumps(said)) == said
    assert (
        understood([("moods.csv", MOODS)], LabelledOverrides(label=("place",)).to_json())["label"] == "place"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_any_encoding_gives_the_same_texts(encoding):
    content = "text;label\r\nÜber die Brücke;1\r\nkein Käse;0\r\nsüße Äpfel;1\r\nöde;0\r\n".encode(encoding)
    assert read(content, encoding=None if encoding != "mac_roman" else encoding).texts[0] == "Über die Brücke"


def test_two_files_are_parts_by_their_names_also_as_one_blob():
    train, test = lines("text,label", "so good,1", "so bad,0", "a joy,1"), lines("text,label", "no fun,0")
    files = [("moods_train.csv", train), ("moods_test.csv", test)]
    for found in (read_labelled(files), read_labelled(together(files))):
        assert found.parts == ("train", "train", "train", "test")


def workbook(sheets):
    book, sink = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(sink)
    return sink.getvalue()


def test_a_workbook_is_read_by_the_sheet_with_the_most_to_read():
    rows = [("text", "stars"), ("so good", 5), ("so bad", 1), ("null", 1), ("a joy", 5), ("not yet", None)]
    found = read_labelled(workbook({"about": [("made", "up"), ("in", "May")], "moods": rows}))
    assert found.classes == ("1", "5")
    assert found.texts[2] == "null"
    assert found.dropped == 1
    assert notes(found)["sheet"] == "Sheet 'moods' read; there is also about."
    parts = read_labelled(workbook({"train": rows, "test": [("text", "stars"), ("no fun", 1)]}))
    assert parts.parts.count("test") == 1


def test_parquet_and_json_are_read_alike():
    frame = pd.DataFrame({"text": ["so good", "so bad", "a joy", "no fun"], "label": [1, 0, 1, 0]})
    sink = io.BytesIO()
    frame.to_parquet(sink)
    ways = [sink.getvalue(), jsonl(*frame.to_dict("records")), frame.to_json().encode()]
    assert {read_labelled(way).texts for way in ways} == {tuple(frame["text"])}
    assert {read_labelled(way).classes for way in ways} == {("0", "1")}


def test_measures_without_an_order_are_asked_about():
    rows = [f"{5 + i % 3}.1,{i % 2}.5,{i % 4}.2,{'ab'[i % 2]}" for i in range(12)]
    found = read(lines("long,wide,high,kind", *rows))
    assert found.kind == "series"
    assert found.series[0].shape == (3, 1)
    assert questions(found)["kind"] == (
        "Each row is read as a series of 3 steps; or are these columns measures without an order?"
    )


def test_a_series_of_several_dimensions_keeps_them():
    found = read(
        lines("@dimensions 2", "@classLabel true a b", "@data", "1,2,3:4,5,?:a", "3,2:6,5:b", "1,1:2,2:a")
    )
    assert [series.shape for series in found.series] == [(3, 2), (2, 2), (2, 2)]
    assert found.series[0][:2].tolist() == [[1, 4], [2, 5]]
    assert notes(found)["gaps"] == "1 gap in the series."


def test_columns_of_series_that_hold_a_word_are_said_to_be_left_out():
    rows = [
        f"{'ab'[i % 2]},{i},1..5,{i % 3},2,3" if i == 5 else f"{'ab'[i % 2]},{i},1.5,{i % 3},2,3"
        for i in range(20)
    ]
    found = read(lines("kind,v0,v1,v2,v3,v4", *rows))
    assert found.series[0].shape == (4, 1)
    assert notes(found)["no_numbers"] == "Column v1 is left out: not all of its cells are numbers."


def test_numbers_too_large_for_a_network_are_gaps():
    rows = [f"{'ab'[i % 2]},{i},{'1e39' if i == 4 else 1.5},{'-1e31' if i == 6 else 2},3" for i in range(20)]
    found = read(lines("kind,v0,v1,v2,v3", *rows))
    assert notes(found)["too_large"] == "2 numbers are too large and count as gaps, first on line 6."
    assert [int(np.isnan(series).sum()) for series in found.series] == [int(i in (4, 6)) for i in range(20)]
    assert all(series.dtype == np.float32 for series in found.series)


def test_first_words_are_labels_only_where_they_hardly_stand_in_texts():
    labelled = [f"{('up', 'down')[i % 2]} the day number {i} was so" for i in range(8)]
    found = read(lines(*labelled))
    assert found.classes == ("down", "up")
    assert questions(found)["label"] == "A word of each line, such as up, is read as its label; is it?"
    with pytest.raises(DataError, match="No column of texts with a column of labels was found"):
        read(lines(*(f"{a} and {b} went out" for a in ("Ann", "Bo") for b in ("Ann", "Bo", "Cy", "Di"))))


def test_a_part_without_labels_refuses_nothing():
    train, test = (
        lines("id,text,label", "1,so good,1", "2,so bad,0", "3,a joy,1"),
        lines("id,text", "4,no fun"),
    )
    found = read_labelled([("test.csv", test), ("train.csv", train)])
    assert len(found) == 3
    assert found.unlabelled == ("no fun",)
    assert notes(found)["unlabelled"] == "1 text of a part without labels left out."


def test_columns_of_all_files_are_those_of_the_first_by_name():
    train = lines("text,label", "so good,1", "so bad,0", "a joy,1", "no fun,0")
    found = read_labelled([("train.csv", train), ("test.csv", lines("label,text", "1,so so", "0,no no"))])
    assert found.texts[4:] == ("so so", "no no")
    assert found.parts[4:] == ("test", "test")


@pytest.mark.parametrize(
    ("content", "label", "classes"),
    [
        (lines('"up,so good"', '"down,so bad"', '"up,a joy"', '"down,no fun"'), 0, ("down", "up")),
        (
            lines("t,rude,loud", "you,1,", "thanks,,1", "get out,1,1", "none,,"),
            ("rude", "loud"),
            ("loud", "rude"),
        ),
        (
            lines("said,rude,loud", "you,yes,no", "hi hi,no,no", "OUT,yes,yes", "HI,no,yes", "go,yes,no"),
            ("rude", "loud"),
            ("loud", "rude"),
        ),
        (
            lines("text,seen,new,label", "a b,1,0,0", "c d,0,0,1", "e f,1,1,0", "g h,0,1,1"),
            "label",
            ("0", "1"),
        ),
    ],
    ids=["whole lines in quotes", "ones and blanks", "yes and no", "flags beside a label"],
)
def test_further_ways_to_write_labels(content, label, classes):
    found = read(content)
    assert found.origin.label == label
    assert found.classes == classes


def test_commas_behind_labels_with_a_prefix_are_no_part_of_them():
    found = read(lines("__label__a,__label__c so good", "__label__b,so bad", "__label__a a joy, yes"))
    assert found.classes == ("a", "b", "c")
    assert found.texts == ("so good", "so bad", "a joy, yes")
