"""The advice is drawn from the figures: as good and quicker wins; nothing is chosen that learned nothing."""

from rnnkit.choosing.advice import Reached, choose, growth

NONE = Reached("no memory", loss=0.7, shown=0.5, seconds=0, megabytes=0)


def network(name: str, loss: float, seconds: float, shown: float = 0.9) -> Reached:
    return Reached(name, loss, shown, seconds, 1.0)


def test_of_those_as_good_the_quickest_is_chosen() -> None:
    found = [network("RNN", 0.5, 1), network("GRU", 0.10, 5), network("CNN", 0.11, 3, shown=0.98)]
    assert choose(found, NONE, shares=True) == (
        "For this, choose CNN: 98 % of the answers right (50 % without a memory) after 3 s, "
        "quicker than GRU, which is as good."
    )


def test_the_best_is_chosen_where_no_other_comes_near() -> None:
    found = [network("RNN", 0.16, 1, shown=0.16), network("GRU", 0.002, 5, shown=0.002)]
    trivial = Reached("no memory", 1 / 6, 1 / 6, 0, 0)
    assert choose(found, trivial, shares=False) == (
        "For this, choose GRU: a squared error of 0.002 (0.17 without a memory) after 5 s, "
        "and no other comes near."
    )


def test_nothing_is_chosen_where_nobody_learned_anything() -> None:
    found = [network("RNN", 0.70, 1, shown=0.5), network("GRU", 0.69, 5, shown=0.51)]
    assert choose(found, NONE, shares=True).startswith(
        "Choose none of them yet: after so many steps even GRU"
    )


def test_the_growth_of_a_step_is_told_from_the_shortest_to_the_longest() -> None:
    told = growth({"RNN": {25: 0.01, 100: 0.04}, "CNN": {25: 0.01, 100: 0.02}})
    assert told == (
        "At 100 steps CNN is quickest and RNN takes 2 times as long. From 25 to 100 steps (4 times) the time "
        "of a step grows least for CNN (2 times) and most for RNN (4 times)."
    )
    assert growth({"RNN": {25: 0.01}}) == "Stopped before the long rows were measured."
