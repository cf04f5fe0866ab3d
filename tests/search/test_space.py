"""What a search tries: typed by a person, or drawn, and always valid settings."""

import pytest

from rnnkit.config import parse
from rnnkit.errors import ConfigError
from rnnkit.search.settings import Range, SearchConfig
from rnnkit.search.space import left_out, read_dimension, searchable, settings_of
from rnnkit.tasks import TASKS
from rnnkit.tasks.memory.settings import MemoryConfig


def search(**asked: object) -> SearchConfig:
    return parse(SearchConfig, asked)


def tried(**asked: object) -> list[tuple[object, ...]]:
    found = settings_of(MemoryConfig(), search(**asked))
    return [(each.hidden_size, each.cell, each.learning_rate) for each in found]


def test_words_become_values_and_ranges() -> None:
    assert read_dimension("hidden_size=16,32, 64,16") == ("hidden_size", (16, 32, 64))
    assert read_dimension("hidden-size=8") == ("hidden_size", (8,))
    assert read_dimension("cell=gru,lstm") == ("cell", ("gru", "lstm"))
    assert read_dimension("layer_norm=true,false") == ("layer_norm", (True, False))
    assert read_dimension("learning_rate=none,0.01") == ("learning_rate", (None, 0.01))
    assert read_dimension("hidden_size=8..64") == ("hidden_size", Range(low=8, high=64))
    with pytest.raises(ConfigError, match=r"Write what to vary as name=value,value or name=low\.\.high"):
        read_dimension("hidden_size")
    with pytest.raises(ConfigError, match="A range goes from a smaller to a larger number"):
        read_dimension("dropout=0.5..0.1")


def test_a_grid_is_all_combinations_in_order() -> None:
    over = {"hidden_size": (8, 16), "cell": ("gru", "lstm"), "learning_rate": (0.01,)}
    assert tried(over=over) == [
        (8, "gru", 0.01),
        (8, "lstm", 0.01),
        (16, "gru", 0.01),
        (16, "lstm", 0.01),
    ]


def test_a_grid_larger_than_the_trials_is_cut_by_the_seed_and_says_by_how_many() -> None:
    asked = {"over": {"hidden_size": tuple(range(1, 11))}, "trials": 4}
    assert tried(**asked) == tried(**asked)
    assert len(set(tried(**asked))) == 4
    assert left_out(search(**asked)) == 6
    assert tried(**asked) != tried(**asked, seed=1)


def test_a_range_is_drawn_from_within_its_ends_and_repeats() -> None:
    asked = {
        "over": {"learning_rate": Range(low=1e-4, high=1e-1), "hidden_size": Range(low=4, high=9)},
        "trials": 30,
    }
    found = tried(**asked)
    assert found == tried(**asked)
    assert len(set(found)) == 30
    assert all(1e-4 <= rate <= 1e-1 for _, _, rate in found)
    assert {size for size, _, _ in found} <= set(range(4, 10))
    assert sum(rate < 3e-3 for _, _, rate in found) in range(8, 23), "by the logarithm, half of them"


def test_a_network_may_be_named_as_on_the_page() -> None:
    found = settings_of(TASKS["forecast"].asked(), search(over={"cell": ("BiGRU", "LSTM")}))
    assert [(each.cell, each.bidirectional) for each in found] == [("gru", True), ("lstm", False)]
    with pytest.raises(ConfigError, match="Transformer: this task cannot train it"):
        settings_of(TASKS["compose"].asked(), search(over={"cell": ("Transformer",)}))


def test_what_is_asked_and_what_cannot_be_is_refused_in_one_sentence() -> None:
    base = TASKS["forecast"].asked()
    fixed = TASKS["forecast"].fixed
    for over, words in (
        ({"horizon": (1, 2)}, "Horizon: a search does not vary it, since scores would not compare."),
        ({"seed": (1, 2)}, "Seed: a search does not vary it"),
        ({"targets": ("a",)}, "Targets: a search does not vary it"),
        ({"nonsense": (1,)}, "There is no setting called nonsense."),
        ({"hidden_size": (8, 9_000)}, "Hidden size: whole number 1-512."),
        ({"cell": ("abacus",)}, "Cell: one of"),
    ):
        with pytest.raises(ConfigError, match=words):
            settings_of(base, search(over=over), fixed)


def test_a_search_has_a_time_or_a_number_of_steps() -> None:
    assert search(steps=20).budget is None
    with pytest.raises(ConfigError, match="either a time or a number of steps"):
        search(steps=20, budget=60.0)


@pytest.mark.parametrize("task", TASKS.values(), ids=list(TASKS))
def test_every_task_lets_its_network_be_searched_and_names_what_is_fixed(task) -> None:
    names = searchable(task.asked, task.fixed)
    assert {"cell", "hidden_size", "learning_rate"} <= set(names)
    assert task.fixed <= set(task.asked.model_fields)
