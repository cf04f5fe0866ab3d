"""A tune as a picture: where notes, bars and chords stand."""

from rnnkit.data.tunes import Tune, tokens_of
from rnnkit.pictures import palette
from rnnkit.pictures.sketch import Shape
from rnnkit.pictures.tune_sketch import STEP, tune_sketch, tune_words
from tests.work import MOST, grows


def tune(body: str, title: str = "") -> Tune:
    return Tune(title, "2/4", "1/8", "D", tuple(tokens_of(body, "2/4")))


def shapes(body: str, tag: str, dark: bool = False, given: int = 0) -> list[Shape]:
    return [shape for shape in tune_sketch(tune(body), dark, given).shapes if shape.tag == tag]


def test_notes_stand_by_time_and_pitch() -> None:
    low, high = shapes("F2f2|", "rect")
    assert (low.look["x"], high.look["x"], low.look["width"]) == ("1.00%", "50.00%", "49.00%")
    assert float(str(low.look["y"])) - float(str(high.look["y"])) == 12 * STEP  # an octave
    assert (low.hint, high.hint) == ("F♯4, 1 of a quarter", "F♯5, 1 of a quarter")


def test_what_was_given_has_another_colour_in_both_themes() -> None:
    for dark in (False, True):
        first, second = shapes("a2b2|", "rect", dark, given=1)
        assert first.look["fill"] == palette.grey(dark)
        assert second.look["fill"] == palette.categorical(dark)[1]


def test_bars_and_repeats_have_lines() -> None:
    lines = shapes("|:a4|b4:|c4|]", "line")
    assert [line.look["stroke-width"] for line in lines] == [1, 2, 1, 2, 2]
    assert len(shapes("|:a4|b4:|c4|]", "circle")) == 4


def test_long_tunes_have_rows_and_no_shape_twice() -> None:
    picture = tune_sketch(tune("|:" + "a4|" * 16 + "b4:|"), dark=False)
    notes = [shape for shape in picture.shapes if shape.tag == "rect"]
    assert len(notes) == 17
    assert len({shape.look["y"] for shape in notes}) == 3


def test_chords_and_titles_are_shown_as_they_are() -> None:
    assert [shape.text for shape in shapes('"Em"a2"D7/F#"b2|', "text")] == ["Em", "D7/F#"]
    assert tune_words(tune("a4|", "<b>")) == "<b>, in 2/4 and D: 1 note in 1 bar, drawn by pitch and time."


def test_silence_is_no_picture() -> None:
    assert tune_sketch(tune("z4|"), dark=False).shapes == ()


def test_twice_as_many_bars_take_about_twice_the_work() -> None:
    assert grows(lambda body: tune_sketch(tune(body), False), lambda bars: "F2f2|" * bars, 400) <= MOST


def test_a_note_over_the_end_of_a_row_is_drawn_in_both() -> None:
    bars = "|".join(["F4"] * 8)
    rows = {shape.look["y"] for shape in shapes(f"{bars}-|F4|F4|", "rect")}
    assert len(rows) == 2
