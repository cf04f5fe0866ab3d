"""Composing: it learns to fill bars and to repeat itself, and writes the same without torch."""

import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from rnnkit.bundle import kept_from, write_kept
from rnnkit.config import parse
from rnnkit.data.tunes import BarState, bars_of, read_tunes
from rnnkit.data.tunes.tokens import look
from rnnkit.errors import DataError
from rnnkit.files.about import DataSource
from rnnkit.tasks.compose.generation.made import starts_of
from rnnkit.tasks.compose.generation.ngram_writer import NgramWriter
from rnnkit.tasks.compose.generation.tune_writer import read_writer, tune_of
from rnnkit.tasks.compose.generation.writing import Boldness, TuneStart, TuneWriter
from rnnkit.tasks.compose.kept.new_data import compose_new, heads_in, written
from rnnkit.tasks.compose.networks.encoded import TuneBatches, encode
from rnnkit.tasks.compose.networks.network import build
from rnnkit.tasks.compose.networks.objective import put
from rnnkit.tasks.compose.plan import steps_an_epoch
from rnnkit.tasks.compose.run import run
from rnnkit.tasks.compose.sets import make_sets
from rnnkit.tasks.compose.settings import ComposeConfig, ResolvedCompose
from rnnkit.tasks.compose.symbols import SYMBOLS, Symbols
from rnnkit.tasks.compose.task import COMPOSE
from rnnkit.training.fitting import Clock
from rnnkit.training.outcome import Outcome
from tests.tasks.examples.compose import dances

SMALL = {"hidden_size": 32, "embedding_size": 16, "dropout": 0.0, "learning_rate": 0.01}


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    """A run long enough to learn what such dances are like, and that writes as many as for people."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rnnkit.tasks.compose.run.starts_of", starts_of)
        return run(read_tunes(dances(120)), parse(ComposeConfig, {**SMALL, "steps": 160}))


def writer(outcome: Outcome) -> TuneWriter:
    symbols = Symbols.from_json(outcome.files[SYMBOLS])
    return read_writer(outcome.weights, parse(ResolvedCompose, outcome.summary["config"]), symbols)


def test_it_learns_to_fill_bars_and_to_end(outcome: Outcome) -> None:
    scores = outcome.summary["metrics"]
    assert scores["model"]["full_bars"] > 0.97
    assert scores["model"]["valid_tunes"] > 0.9
    assert scores["model"]["nats_per_token"] < 0.9 * scores["ngram"]["nats_per_token"]
    assert scores["real"] == {"valid_tunes": 1.0, "full_bars": 1.0}
    assert outcome.summary["verdict"]["kind"] == "beats"


def test_the_last_line_repeats_the_first(outcome: Outcome) -> None:
    """What it could not know without looking back by bars: each dance ends as it began."""
    made = [read_tunes(abc.encode()).tunes[0] for abc in outcome.frames["made"]["abc"][:40]]
    bars = [[tune.tokens[bar.start : bar.stop] for bar in bars_of(tune)] for tune in made]
    whole = [own for own in bars if len(own) == 12]
    assert len(whole) > 30
    assert np.mean([own[0] == own[8] and own[1] == own[9] for own in whole]) > 0.6


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_numpy_scores_as_torch_does(cell: str) -> None:
    data = read_tunes(dances(40))
    config = parse(ComposeConfig, {**SMALL, "steps": 2, "cell": cell, "num_layers": 2, "layer_norm": True})
    found = run(data, config)
    symbols = Symbols.from_json(found.files[SYMBOLS])
    resolved = parse(ResolvedCompose, found.summary["config"])
    tune = data.tunes[0]
    network = build(resolved, len(symbols))
    network.load_state_dict({name: torch.from_numpy(w) for name, w in arrays(found).items()})
    coded = encode([tune], symbols)
    steps, _ = put(next(TuneBatches(coded, 1, 0)), torch.device("cpu"))
    with torch.no_grad():
        wanted = network.eval()(steps)[0, 1:].numpy()
    ours = writer(found).scores(TuneStart(tune.meter, tune.key, tune.tokens))
    assert np.abs(ours - wanted).max() < 1e-4


def arrays(outcome: Outcome) -> dict[str, np.ndarray]:
    return {name: np.array(array) for name, array in writer(outcome).network.weights.items()}


def test_a_tune_is_the_same_however_many_are_written_beside_it(outcome: Outcome) -> None:
    start, how = TuneStart("2/4", "G", ("G2", "B2", "|")), Boldness(seed=3)
    composer = writer(outcome)
    alone = composer.write([start], how)[0]
    among = composer.write([start, TuneStart("3/4", "G"), start], how)[0]
    assert alone.tokens == among.tokens
    assert alone.tokens[:3] == ["G2", "B2", "|"]
    assert composer.write([start], Boldness(seed=4))[0].tokens != alone.tokens


def test_full_bars_are_kept_whatever_the_temperature(outcome: Outcome) -> None:
    starts = [TuneStart(meter, "G") for meter in ("2/4", "3/4") * 10]
    made = writer(outcome).write(starts, Boldness(temperature=2.0, full_bars=True), most=150)
    bars = [bar for one in made for bar in bars_of(tune_of(one))[:-1]]
    assert len(bars) > 100
    assert np.mean([bar.full for bar in bars]) > 0.95
    assert not any(bar.why == "long" for bar in bars)


def test_the_mask_never_leaves_nothing_to_write(outcome: Outcome) -> None:
    composer = writer(outcome)
    state = BarState("2/4").after("G3").after("(3")
    assert composer._mask(state).any()


def test_counting_writes_what_it_has_read() -> None:
    stream = np.array([2, 3, 4, 5, 0, 2, 3, 4, 5, 0], dtype=np.int32)
    counting = NgramWriter(stream, order=3, symbols=("", "?", "M:2/4", "K:G", "A2", "|"), first=4)
    assert counting.write([2, 3], Boldness(temperature=0.05), 0) == [4, 5]


def test_no_tune_ends_amid_a_bar_or_in_an_open_repeat(outcome: Outcome) -> None:
    """At such a temperature everything is drawn that can be, and only what cannot stand is not."""
    made = writer(outcome).write([TuneStart("2/4", "G")] * 12, Boldness(temperature=50.0), most=60)
    for tune in (one for one in made if one.ended):
        last = look(tune.tokens[-1])
        assert last is not None
        assert last.kind == "bar"
        assert not tune.place.repeat
    begun = [token for one in made for token in one.tokens if token in ("|:", ":|")]
    assert begun.count("|:") > 3
    for one in made:
        signs = [token for token in one.tokens if token in ("|:", ":|")]
        assert ("|:", "|:") not in pairwise(signs)


def test_a_head_comes_back_as_a_whole_tune(outcome: Outcome) -> None:
    kept = kept_from(outcome, "LSTM", DataSource(name="dances", sha256="0" * 64, bytes=1))
    head = b"X:1\nT:Mine\nM:2/4\nL:1/4\nK:G\nG B | A\n\nX:2\nM:3/4\nK:G\n"
    answer = compose_new(kept, head, Clock(lambda _: None))
    abc = written(answer, None).decode()
    tunes = read_tunes(abc.encode()).tunes
    assert [(tune.title, tune.meter) for tune in tunes] == [("Mine", "2/4"), ("New tune", "3/4")]
    assert tunes[0].tokens[:4] == ("G2", "B2", "|", "A2")
    assert all(bar.full for tune in tunes for bar in bars_of(tune))
    assert written(answer, Path("tunes.csv")).startswith(b"title,meter,key,bars,wrong,abc")


def test_a_head_that_cannot_be_is_named_by_its_line(outcome: Outcome) -> None:
    symbols = Symbols.from_json(outcome.files[SYMBOLS])
    with pytest.raises(DataError, match=r"Line 4: The model learned from no tune with M:6/8; it knows"):
        list(heads_in(b"X:1\nM:2/4\nK:G\nX:2\nM:6/8\nK:G\n", symbols))
    with pytest.raises(DataError, match="There is no head of a tune"):
        list(heads_in(b"hello\n", symbols))


def test_tunes_with_the_same_notes_stay_in_one_part() -> None:
    double = dances(40) + b"\n" + dances(40).replace(b"T:Dance", b"T:Again").replace(b"K:G", b"K:Em")
    sets = make_sets(read_tunes(double), ComposeConfig())
    parts = [
        {tune.tokens for tune in sets.tunes(part)} for part in (sets.training, sets.validation, sets.test)
    ]
    assert sum(map(len, parts)) == len(set.union(*parts))


@pytest.mark.parametrize("said", ["", "valid"])
def test_no_tune_that_is_scored_chooses_the_weights(said: str) -> None:
    data = read_tunes(dances(60))
    chosen = make_sets(data, ComposeConfig()).test  # of a file with a test part some of these would choose
    scored = [data.tunes[row] for row in chosen]
    parts = [said if row in chosen else "" for row in range(len(data))] + ["test"] * len(chosen)
    sets = make_sets(replace(data, tunes=(*data.tunes, *scored), parts=tuple(parts)), ComposeConfig())
    assert sets.validation
    assert {tune.tokens for tune in scored}.isdisjoint(tune.tokens for tune in sets.tunes(sets.validation))
    assert sets.tunes(sets.test) == scored


def test_copies_in_other_keys_are_learned_from_and_nothing_else_is_moved() -> None:
    data = read_tunes(dances(40))
    plain = make_sets(data, ComposeConfig())
    config = parse(ComposeConfig, {**SMALL, "steps": 2, "transposed_copies": 2})
    sets = make_sets(data, config)
    assert (plain.training, plain.validation, plain.test) == (sets.training, sets.validation, sets.test)
    assert not plain.copies
    assert 0 < len(sets.copies) <= 2 * len(sets.training)
    assert {tune.key for tune in sets.copies} - {tune.key for tune in sets.tunes(sets.training)}
    resolved, cost = COMPOSE.planned(sets, config)
    assert f"and {len(sets.copies)} copies in other keys" in cost.lessons
    assert steps_an_epoch(resolved, sets) > steps_an_epoch(resolved, plain)
    summary = run(data, config).summary
    assert summary["weights"] == cost.weights
    assert summary["tunes"][0] == len(sets.training)


def test_too_few_tunes_are_refused() -> None:
    with pytest.raises(DataError, match="Need at least 10 different tunes; found 4"):
        run(read_tunes(dances(4)), parse(ComposeConfig, {"steps": 1}))


def test_the_exported_program_writes_with_numpy_alone(outcome: Outcome, tmp_path: Path) -> None:
    kept = kept_from(outcome, "LSTM", DataSource(name="dances", sha256="0" * 64, bytes=1))
    path = tmp_path / "model.zip"
    path.write_bytes(write_kept(kept))

    def answer(*words: str) -> str:
        code = "import runpy, sys; sys.modules['torch'] = None; sys.argv = sys.argv[1:]; " + (
            "runpy.run_path(sys.argv[0], run_name='__main__')"
        )
        done = subprocess.run(
            [sys.executable, "-I", "-c", code, str(path), *words], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    assert float(answer().rpartition(" ")[2]) < 1e-5
    abc = answer("--meter", "3/4", "--begin", "|: G2 B2 d2 |", "--full-bars")
    tune = read_tunes(abc.encode()).tunes[0]
    assert (tune.meter, tune.tokens[:5]) == ("3/4", ("|:", "G2", "B2", "d2", "|"))
    assert all(bar.full for bar in bars_of(tune))
    assert "never read c7" in answer("--begin", "c7")
