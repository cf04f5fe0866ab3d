"""The comparison with others: what is asked of whom, what is counted, and what the page of results says."""

import json
from pathlib import Path

import numpy as np
import pytest

from bench import growth
from bench.__main__ import asked
from bench.peers import data, race
from bench.peers.job import Clock, Job
from bench.peers.parts import equal, kept, many, quality, results, scores, text
from bench.peers.parts.machine import OTHERS
from bench.peers.windows import Windows

AT = {
    "machine": "A, 2 cores",
    "versions": {"project": {"torch": "2"}},
    "commit": "abc",
    "when": "now",
    "load": 0.5,
}


def test_words_are_benchmarks_and_their_parts() -> None:
    assert list(asked(["core", "peers", "equal", "text"])) == [("core", []), ("peers", ["equal", "text"])]
    with pytest.raises(ValueError, match="No benchmark equal"):
        list(asked(["equal"]))


def test_the_error_of_a_season_repeated_is_told_in_seasonal_changes() -> None:
    """Two seasons of 1 2, then 3 4: the scale before the last two rows is 0, 1, so one series suffices."""
    seen = data.Data([np.array([1.0, 2, 2, 4, 5, 4])], 2, "h")
    assert seen.mase(np.array([[5.0, 4]])) == 0
    assert seen.mase(np.array([[2.0, 4]])) == pytest.approx((3 + 0) / 2 / 1.5)


def test_no_peer_is_given_the_rows_that_are_scored() -> None:
    air = data.air()
    windows = Windows(air, Job("air"))
    assert len(air.values[0]) == 144
    assert windows.inputs.shape == (132 - 60 + 1, 48)
    known = windows.back(windows.last[:, -12:].astype(float))
    assert known[0] == pytest.approx(air.values[0][120:132], rel=1e-4)
    assert len(air.frame(whole=False, horizon=12)) == 132


@pytest.mark.parametrize("name", ["own", "stock"])
def test_a_peer_answers_the_last_rows_of_every_series(name: str) -> None:
    job = Job("air", "gru", hidden=4, steps=3)
    found = race.once(name, job)
    assert found["steps"] == 3
    assert np.shape(found["answers"]) == (1, 12)
    assert scores.scored(job, [found])[0]["mase"] == data.air().mase(np.array(found["answers"]))
    assert found["seconds"] > 0
    assert found["megabytes"] > 10


def test_a_peer_that_fails_says_why_and_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    *_, found = race.in_turn({"stock": Job("nothing", steps=1)}, 2)
    assert len(found["stock"]) == 1
    assert "KeyError: 'nothing'" in found["stock"][0]["error"]
    monkeypatch.setattr(race, "BESIDE", Path("nowhere"))
    assert "make bench-peers" in race.once("keras", Job("air", steps=1))["error"]


def test_who_is_far_behind_the_fastest_of_the_others_is_asked_once() -> None:
    first = {"own": 90.0, "stock": 4.0, "neural": 8.0, "keras": 8.1}
    found = {name: {"seconds": seconds} for name, seconds in first.items()}
    assert race.near(found | {"darts_rnn": {"error": "out of order"}}) == ["own", "stock", "neural"]


def test_what_is_outside_the_clock_does_not_count() -> None:
    clock = Clock()
    with clock.paused():
        sum(range(10**6))
        inside = Clock()
    assert clock.seconds < inside.seconds + 0.01


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for what is measured."""
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    return tmp_path


def put(folder: Path, part: str, cases: dict[str, dict[str, object]]) -> None:
    (folder / f"{part}.json").write_text(
        json.dumps({name: each | {"at": AT} for name, each in cases.items()})
    )


def once(seconds: float) -> dict[str, float]:
    return {"seconds": seconds, "processor": 1, "import": 1, "ready": 0, "megabytes": 9, "mase": 0.5}


@pytest.mark.parametrize(("ours", "said"), [(2.0, "2.00 times as fast"), (4.0, "1.00 times as fast")])
def test_ratios_are_of_medians_and_to_the_fastest_peer(folder: Path, ours: float, said: str) -> None:
    peers = {
        "own": [once(ours), once(ours), once(90)],
        "stock": [once(4), once(4), once(1)],
        "keras": [once(9)],
        "neural": [{"error": "out of order"}],
    }
    put(folder, "equal", {"air-gru": {"peers": peers}})
    page = "\n".join(equal.lines())
    assert (
        f"**air, GRU**: {said} as plain torch loop; bar 1.7: {'kept' if ours == 2 else '**missed**'}." in page
    )
    assert "| Keras on torch | 1 | 9.00 |" in page
    assert "neuralforecast failed: out of order" in page


def test_a_budget_counts_once_it_is_as_good_as_the_best_peer(folder: Path) -> None:
    peers = {name: {"mase": 0.8, "steps": 1000} for name in quality.PEERS}
    own = [{"mase": 0.9, "budget": 2.0, "seconds": 2}, {"mase": 0.7, "budget": 5.0, "seconds": 4.9}]
    put(folder, "quality", {"air": {"peers": peers, "own": own, "best": 0.8}})
    assert "| 0.900 in 2 s, 0.700 in 5 s | 4.9 | kept |" in "\n".join(quality.lines())
    put(folder, "quality", {"air": {"peers": peers, "own": own, "best": 0.6}})
    assert "| 4.9 | **missed** |" in "\n".join(quality.lines())


def test_the_gain_over_the_straight_line_and_the_seconds_of_training(folder: Path) -> None:
    runs = [{"budget": 20.0, "steps": 9, "scores": {"model": 0.9, "linear": 1.0}}]
    ten = {"read": 5.0, "shown": 50.0, "began": 8.0, "ended": 40.0, "rows": 9, "scores": {"model": 0.9}}
    prepared = {"rounds": [{"seconds": 1.9, "megabytes": 600.0}, {"error": "none"}]}
    put(folder, "many", {"thousand": {"runs": runs}, "ten_thousand": ten, "prepared": prepared})
    page = "\n".join(many.lines())
    assert "the network is 10.0 % better than the linear forecast; bar 5 %: kept." in page
    assert "trained 32.0 s. Bar: trained 30 s, shown within 60 s: kept." in page
    assert "1.90 s (600 MB at most), median of 2; bar 2 s: kept." in page


def test_who_is_as_good_as_char_rnn_sooner(folder: Path) -> None:
    curve = [[15.0, 2.0], [90.0, 1.5], [180.0, 1.6]]
    own = {"own_10": {"nats": 1.7, "steps": 5}, "own_30": {"nats": 1.5, "steps": 9}}
    put(folder, "text", {"charrnn": {"curve": curve}, **own})
    assert (
        "1.500 after 90 s; ours is as good with a budget of 30 s, 3.0 times as fast; bar 3: kept."
        in "\n".join(text.lines())
    )


def test_exponents_are_between_the_two_largest_sizes() -> None:
    sizes = {
        10: {"seconds": 9.0, "megabytes": 500.0, "before": 0.0},
        100: {"seconds": 1.0, "megabytes": 110.0, "before": 100.0},
        1000: {"seconds": 10.0, "megabytes": 1100.0, "before": 100.0},
    }
    assert growth.exponents(sizes) == "1.00, 2.00"


def test_the_page_of_results_is_what_was_kept() -> None:
    """Nobody types a figure: `python -m bench peers` writes it."""
    assert results.FILE.read_text("utf-8") == "\n".join(results.lines()) + "\n"


def test_the_page_says_where_it_was_measured_and_what_was_not(folder: Path) -> None:
    put(folder, "text", {"charrnn": {"curve": [[15.0, 2.0]]}})
    page = "\n".join(results.lines())
    assert "- A, 2 cores; project: torch 2: charrnn (now, abc, load 0.5)." in page
    assert page.count("Not measured yet.") == 5


def test_the_page_says_what_could_not_be_installed(folder: Path) -> None:
    at = AT | {"versions": {"peers": {name: "1" for name in OTHERS if name != "keras"}}}
    (folder / "text.json").write_text(json.dumps({"charrnn": {"curve": [[15.0, 2.0]], "at": at}}))
    assert "(did not install: keras): charrnn" in "\n".join(results.lines())
