"""Formats that a person types, or that come with a model: read in time, or refused in one sentence."""

import pytest

from rnnkit.config import parse
from rnnkit.data import Overrides, Recipe, read_table
from rnnkit.errors import ConfigError, DataError
from tests.work import MOST, grows

ROWS = "".join(f"{day:02d}.01.2024,{day}\n" for day in range(1, 20))


@pytest.mark.parametrize("form", ["%Y %Y", "%H" + "%m" * 38, "%d.%m.%d", "%y%y"])
def test_a_part_that_stands_twice_is_refused(form: str) -> None:
    twice = next(form[i : i + 2] for i in range(len(form)) if form.count(form[i : i + 2]) > 1)
    sentence = f"Date format: {twice} stands there twice; write each part once, such as %d.%m.%Y."
    for kind, name, value in ((Overrides, "time_format", form), (Recipe, "time_formats", ["%Y", form])):
        with pytest.raises(ConfigError) as refused:
            parse(kind, {name: value})
        assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "form",
    ["%Q", "%", "%%", "(", "[", "*", "\\", "(?P<Y>", "%d.%m", "%Y-%j-%V", "%H", "x" * 80, "%z", "\x00"],
)
def test_any_other_format_is_tried(form: str) -> None:
    """Nothing but a sentence comes out of formats that do not fit, or are none."""
    sentence = ""
    try:
        read_table(f"ds,y\n{ROWS}".encode(), Overrides(time_format=form))
    except DataError as error:
        sentence = str(error)
    assert len(sentence) <= 160


def test_cells_of_digits_and_letters_do_not_hold_up_a_format() -> None:
    """Every part of two digits, after the hour of 24, and every name: what does not fit is left soon."""

    def hostile(size: int) -> str:
        return "ds,y\n" + "".join([f"24{'1' * size}x,1\n", f"24{'a' * size}1,1\n"] * 20)

    for form in ("%H%M%S%m%d%I%f", "%y%H%M%S%m%d%f", "%H%b%B%a%A"):
        overrides = Overrides(time_format=form)
        assert grows(lambda text, asked=overrides: read_table(text.encode(), asked), hostile, 1250) <= MOST


def test_numbers_of_a_recipe_stay_within_what_a_clock_knows() -> None:
    for name, value in (("century", 10**6), ("offset", 10**30), ("phase", 2**70), ("limit", 2**70)):
        with pytest.raises(ConfigError):
            parse(Recipe, {name: value})
