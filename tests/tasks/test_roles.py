"""What each column is for: told from the settings and back, and proposed where it helps, never in silence."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from rnnkit.data import Overrides, Table, read_table
from rnnkit.tasks.forecast.columns.helpful import helpful, helpful_words
from rnnkit.tasks.forecast.columns.linear_check import Check, gain_of
from rnnkit.tasks.forecast.columns.roles import coming_row, reading_after, roles_of, settings_after
from rnnkit.tasks.forecast.plan import decide
from rnnkit.tasks.forecast.settings import ForecastConfig
from tests.tasks.role_files import FILES, planned, sales_of, to_csv

SHOPS = FILES["shops"].content


def roles(table: Table, config: ForecastConfig) -> dict[str, str]:
    return {role.name: role.role for role in roles_of(table, config)}


@pytest.mark.parametrize("name", FILES)
def test_each_column_is_proposed_for_what_it_is(name: str) -> None:
    """Before the proposal is taken, nothing but the target and the names of the series is used."""
    file, asked = FILES[name], ForecastConfig()
    table = read_table(file.content)
    assert {*roles(table, asked).values()} <= {"target", "series", "out"}
    proposed = helpful(table, asked).settings
    assert roles(table, asked.model_copy(update=proposed)) == file.roles


def test_the_proposal_is_said_with_what_it_is_worth() -> None:
    table = read_table(FILES["promotion_and_price"].content)
    found = helpful(table, ForecastConfig())
    assert list(helpful_words(found, table)) == [
        "promotion and price, known ahead, make a linear forecast of sales 60 % better."
    ]
    assert found.gain >= 0.2


def test_what_the_file_does_not_know_ahead_is_never_taken_for_known() -> None:
    """It helps, as half a hint says, but only who plans it can know it; a year of it helps nobody."""
    table = read_table(FILES["not_filled"].content)
    found = helpful(table, ForecastConfig())
    assert found.settings == {}
    nothing, hint = helpful_words(found, table)
    assert nothing.startswith("As far as the file knows them, none of the other 2 columns makes")
    assert hint.startswith("To know ahead would help: promotion (41 %), price (12 %).")


def test_a_series_as_short_as_its_test_part_is_not_looked_at() -> None:
    rng, parts = np.random.default_rng(0), []
    for name, rows in (("a", 200), ("b", 200), ("c", 22)):
        values = rng.normal(size=(2, rows)).cumsum(axis=1)
        days = pd.date_range("2024-01-01", periods=rows)
        parts.append(pd.DataFrame({"name": name, "day": days, "y": values[0], "x": values[1]}))
    table = read_table(pd.concat(parts).to_csv(index=False).encode())
    asked = ForecastConfig(targets=("y",), test=30, horizon=1, lookback=4)
    check = Check.of(table, decide(table, asked), ["x"])
    assert check is not None
    assert [len(line.y) for line in check.lines] == [170, 170]


def test_a_column_that_holds_the_answers_is_not_proposed() -> None:
    rng = np.random.default_rng(0)
    sales = sales_of(rng, *planned(rng, 400))
    later = np.append(sales[5:], sales[:5])
    content = to_csv({"date": np.arange(400), "sales": sales, "hint": later})
    found = helpful(read_table(content), ForecastConfig())
    assert found.settings == {}
    assert found.would == ()


def test_a_gain_is_that_of_the_means_and_sure_beyond_twice_its_error() -> None:
    """Errors of 2 and 1: half of them is gone; where only half the windows gain, four windows are too few."""
    assert gain_of(np.full(8, 2.0), np.full(8, 1.0), 1).share == 0.5
    assert gain_of(np.full(8, 2.0), np.full(8, 1.0), 1).sure
    mixed = np.array([1.0, 3.0, 1.0, 3.0])
    assert not gain_of(np.full(4, 2.2), mixed, 1).sure
    assert not gain_of(np.zeros(4), mixed, 1).sure


def test_a_role_moves_a_column_from_one_setting_to_another() -> None:
    table = read_table(SHOPS)
    ahead = settings_after(table, ForecastConfig(), "Preis", "ahead")
    assert ahead == {"targets": ("Umsatz",), "past_covariates": (), "future_covariates": ("Preis",)}
    past = settings_after(table, ForecastConfig(**ahead), "Preis", "past")
    assert past == {"targets": ("Umsatz",), "past_covariates": ("Preis",), "future_covariates": ()}
    both = settings_after(table, ForecastConfig(**past), "Preis", "target")
    assert both["targets"] == ("Umsatz", "Preis")


def test_a_column_that_no_longer_names_the_series_is_read_as_a_value_and_back() -> None:
    table = read_table(SHOPS)
    held = Overrides()
    flat = reading_after(table, held, "Filiale", "past")
    assert flat is not None
    other = read_table(SHOPS, flat)
    assert len(other.series) == 1
    columns = {role.name: role.columns for role in roles_of(other, ForecastConfig())}
    assert columns["Filiale"] == ("Filiale=Aachen", "Filiale=Bonn", "Filiale=Köln")
    again = reading_after(other, flat, "Filiale", "series")
    assert again is not None
    assert read_table(SHOPS, again).series == ("Aachen", "Bonn", "Köln")


def test_a_column_that_was_left_out_in_reading_is_read_when_it_gets_a_part() -> None:
    content = FILES["numbers_and_names"].content
    table = read_table(content)
    after = reading_after(table, Overrides(), "order_id", "past")
    assert after is not None
    assert "order_id" in read_table(content, after).value_columns
    assert reading_after(table, Overrides(), "promo", "ahead") is None


def test_the_coming_row_says_what_has_to_be_known_of_it() -> None:
    """The first behind the last sales; what stands in the file is shown; a word for columns of 0 and 1."""
    table = read_table(SHOPS)
    assert coming_row(table, ("Umsatz",)).at == "2022-07-22"
    config = ForecastConfig(future_covariates=("Aktion",))
    found = {role.name: role.coming for role in roles_of(table, config)}
    assert found == {"Filiale": "Aachen", "Umsatz": "is forecast", "Aktion": "0", "Preis": "not needed"}
    cut = replace(table, frame=table.frame[table.frame["Umsatz"].notna()].reset_index(drop=True))
    asked = {role.name: role.coming for role in roles_of(cut, config)}
    assert asked["Aktion"] == "you have to know it"
    words = read_table(FILES["words"].content)
    weather = ("weather=rain", "weather=snow", "weather=sun")
    told = roles_of(words, ForecastConfig(future_covariates=weather))
    assert [role.coming for role in told] == ["is forecast", "snow"]
