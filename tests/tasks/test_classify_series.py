"""Series with a class: how they are read, scaled and cut, who answers beside the network, and what leaves."""

import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from rnnkit.bundle import kept_of, read_kept, write_kept
from rnnkit.bundle.import_run import import_model
from rnnkit.bundle.script import to_pytorch_code
from rnnkit.config import parse, weights_in
from rnnkit.config.predict import PredictConfig
from rnnkit.data.labelled import read_labelled
from rnnkit.data.samples import sample_bytes
from rnnkit.errors import DataError
from rnnkit.files.safetensors_file import read_tensors
from rnnkit.inspect.job_settings import InsideConfig
from rnnkit.numpy_rnn.steps import log_softmax
from rnnkit.runs.sql.rows import Run
from rnnkit.runs.store import Store
from rnnkit.tasks.classify.answering import CLASSES, PARTNER, Answering
from rnnkit.tasks.classify.kept.kept_network import answerer
from rnnkit.tasks.classify.kept.new_data import series_in
from rnnkit.tasks.classify.kinds import read_rows
from rnnkit.tasks.classify.leaks import leaks_of
from rnnkit.tasks.classify.networks.model import build
from rnnkit.tasks.classify.networks.numpy_network import NumpyNetwork
from rnnkit.tasks.classify.series.kernels import features
from rnnkit.tasks.classify.series.neighbours import alone_is_better, nearest, warped, warping
from rnnkit.tasks.classify.series.partner_file import read_kernels
from rnnkit.tasks.classify.series.reading import SeriesTeller
from rnnkit.tasks.classify.series.ridge import fit_kernels, ridge
from rnnkit.tasks.classify.series.scaling import SCALING, Scaling
from rnnkit.tasks.classify.series.steps import scaled, steps_of, stretched
from rnnkit.tasks.classify.settings import ClassifyConfig, Entry, ResolvedClassify, classify_shapes
from rnnkit.tasks.classify.task import CLASSIFY
from tests.tasks.test_contract import done, finished, missing_names

SMALL = {"hidden_size": 6, "embedding_size": 5, "steps": 10, "nets": 2}
PLAIN = Scaling(mean=(0.0,), spread=(1.0,), alone=False, segment=1)


def waves(rows: int, length: int = 24, seed: int = 0, *, bare: bool = False) -> bytes:
    """Fast and slow waves that begin anywhere, a series a row, their class behind them."""
    luck = np.random.default_rng(seed)
    lines = []
    for row in range(rows):
        fast = row % 2
        values = np.sin(np.arange(length) * (1.1 if fast else 0.4) + luck.uniform(0, 6))
        cells = [f"{v:.3f}" for v in values + 0.1 * luck.standard_normal(length)]
        lines.append(",".join(cells if bare else [*cells, ("slow", "fast")[fast]]))
    return ("\n".join(lines) + "\n").encode()


TWO_CHANNELS = b"""@problemName Pulse
@classLabel true calm fast
@data
""" + b"\n".join(b"1.0,%d.2,?,2.0:0.5,%d.5:%s" % (n % 5, n, (b"calm", b"fast")[n % 2]) for n in range(20))


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)[:, None]


def test_series_are_scaled_alike_or_each_by_itself_and_lines_go_over_gaps() -> None:
    how = Scaling(mean=(1.0,), spread=(2.0,), alone=False, segment=1)
    assert scaled(column(1, np.nan, 5), how, alone=False).ravel().tolist() == [0.0, 1.0, 2.0]
    assert scaled(column(1, 3, np.nan), how, alone=True).ravel().tolist() == [-1.0, 1.0, 1.0]
    assert scaled(column(7, 7), how, alone=True).ravel().tolist() == [0.0, 0.0]
    nothing = np.array([[1.0, np.nan], [3.0, np.nan]])
    assert scaled(nothing, Scaling(mean=(0, 5), spread=(1, 1), alone=False, segment=1), alone=False)[
        :, 1
    ].tolist() == [0.0, 0.0]


def test_values_in_a_row_are_one_step_and_the_last_is_filled_up() -> None:
    how = PLAIN.replace(segment=2)
    assert steps_of(column(1, 2, 3), how).tolist() == [[1.0, 2.0], [3.0, 3.0]]
    assert stretched(column(0, 2), 3).ravel().tolist() == [0.0, 1.0, 2.0]


def test_rows_of_series_know_their_steps_channels_and_gaps() -> None:
    rows = read_rows(read_labelled(TWO_CHANNELS), ClassifyConfig())
    assert rows.entry == Entry(numbers=2)
    assert rows.numbers[0].shape == (4, 2)
    assert any("20 series have gaps; straight lines go over them." in note for note in rows.notes)
    longer = read_rows(read_labelled(waves(30, 250)), ClassifyConfig())
    assert (longer.how.segment, longer.lengths.max(), longer.cut) == (3, 84, 0)
    cut = read_rows(read_labelled(waves(30)), parse(ClassifyConfig, {"max_length": 10}))
    assert (cut.longest, cut.cut, len(cut.numbers[0])) == (10, 30, 10)


def test_series_of_a_single_step_are_read() -> None:
    data = read_labelled(waves(40))
    resolved, _ = CLASSIFY.planned(data, parse(ClassifyConfig, SMALL | {"segment": 50}))
    assert (resolved.segment, resolved.max_length) == (50, 2)
    assert {len(steps) for steps in read_rows(data, resolved).numbers} == {1}


def test_what_the_settings_leave_open_is_planned_and_the_weights_are_those_of_the_network() -> None:
    data = read_labelled(waves(40))
    resolved, cost = CLASSIFY.planned(data, parse(ClassifyConfig, SMALL))
    assert resolved.inputs == "series"
    assert cost.lessons == "28 series to learn from"
    model = build(resolved, Entry(numbers=1), 2)
    shapes = {name: tuple(weight.shape) for name, weight in model.state_dict().items()}
    assert shapes == classify_shapes(resolved, Entry(numbers=1), 2)
    assert cost.weights == weights_in(shapes)


def test_time_is_stretched_within_a_band_as_worked_by_hand() -> None:
    one, same, late = column(0, 0, 1, 0), column(0, 0, 1, 0), column(0, 1, 0, 0)
    assert warping(one, np.stack([same, late]), band=1).tolist() == [0.0, 0.0]
    assert warping(one, np.stack([late]), band=0).tolist() == [2.0]


def test_neighbours_find_the_class_and_the_scaling_that_fits() -> None:
    learned, labels = [column(0, 1, 0, 0, 0), column(0, 0, 0, -1, 0)], np.array([1, 0])
    asked = [column(0, 0, 1, 0, 0)]
    assert warped(learned, labels, asked, PLAIN).tolist() == [1]
    assert nearest(learned, labels, [column(0, 0.9, 0, 0, 0)], PLAIN).tolist() == [1]
    shapes = [base + kind * np.arange(4.0)[:, None] for base in (0.0, 40.0, 90.0) for kind in (1, -1)]
    assert alone_is_better(shapes, np.array([1, 0] * 3), PLAIN)
    levels = [base + np.sin(np.arange(4.0) * n)[:, None] for n in (1, 2, 3) for base in (0.0, 40.0)]
    assert not alone_is_better(levels, np.array([1, 0] * 3), PLAIN)


def test_what_ridge_says_of_a_row_left_out_is_what_it_says_when_it_never_saw_it() -> None:
    luck = np.random.default_rng(0)
    X, labels = luck.standard_normal((30, 5)), luck.integers(0, 3, 30)
    weights, bias, left_out = ridge(X, labels, 3)
    assert left_out.shape == (30, 3)
    wanted = np.where(np.arange(3) == labels[:, None], 1.0, -1.0)
    own, rest = X[1:] - X[1:].mean(axis=0), wanted[1:] - wanted[1:].mean(axis=0)
    said = []
    for penalty in [10 ** (power / 2) for power in range(-2, 11)]:  # the one that was chosen is among them
        fitted = np.linalg.solve(own.T @ own + penalty * np.eye(5), own.T @ rest)
        score = (X[0] - X[1:].mean(axis=0)) @ fitted + wanted[1:].mean(axis=0)
        said += [log_softmax(sharp * score[None])[0] for sharp in (0.3, 0.6, 1, 1.5, 2, 3, 4, 6)]
    assert min(np.abs(one - left_out[0]).max() for one in said) < 1e-9
    assert np.isfinite(log_softmax(X @ weights + bias)).all()


def test_features_of_a_series_do_not_depend_on_what_is_beside_it() -> None:
    luck = np.random.default_rng(1)
    series = [luck.standard_normal((length, 2)) for length in (30, 9, 61, 4)]
    how = Scaling(mean=(0.0, 0.0), spread=(1.0, 1.0), alone=True, segment=1, thin=2)
    fitted = fit_kernels(series * 3, np.array([0, 1, 1, 0] * 3), 2, how)
    together = features(series, fitted.partner.kernels, how)
    alone = np.concatenate([features([one], fitted.partner.kernels, how) for one in series])
    assert np.allclose(together, alone, atol=1e-12)
    assert np.isfinite(together).all()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path_factory.mktemp('series') / 'runs.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def run(store: Store) -> Run:
    ended = done(store, parse(ClassifyConfig, SMALL).model_dump_json(), waves(60))
    assert (ended.state, ended.reason) == ("finished", "")
    return ended


def test_shapes_tell_waves_apart_beside_the_network(store: Store, run: Run) -> None:
    metrics = store.results.summary(run.id)["metrics"]
    assert set(metrics) == {"model", "network", "shapes", "nearest", "warped", "majority"}
    assert metrics["shapes"]["accuracy"] == 1.0
    assert metrics["model"]["accuracy"] == 1.0
    assert "series right, against" in store.results.summary(run.id)["verdict"]["sentence"]


def test_a_model_of_series_leaves_and_comes_back(store: Store, run: Run, tmp_path) -> None:
    content = write_kept(kept_of(store, run.id))
    assert write_kept(read_kept(content)) == content
    assert missing_names(content) == set()
    back = finished(store, import_model(store.of("me"), "model.zip", content))
    assert store.results.summary(back.id)["imported"]["difference"] <= 1e-6
    used = done(store, PredictConfig(model=back.id).model_dump_json(), waves(6, seed=1, bare=True))
    assert (used.state, used.reason) == ("finished", "")
    assert store.results.frame(used.id, "answers")["class"].tolist() == ["slow", "fast"] * 3
    scored = done(store, PredictConfig(model=run.id).model_dump_json(), waves(6, seed=1))
    assert store.results.summary(scored.id)["metrics"]["model"]["accuracy"] == 1.0

    path = tmp_path / "model.zip"
    path.write_bytes(content)
    (tmp_path / "new.csv").write_bytes(waves(4, seed=1, bare=True))
    for asked in ([], [str(tmp_path / "new.csv")]):
        said = subprocess.run(
            [sys.executable, str(path), *asked], capture_output=True, text=True, check=False
        )
        assert said.returncode == 0, said.stderr[-2000:]
        if not asked:
            assert float(said.stdout.split()[-1]) <= 1e-6
    lines = said.stdout.splitlines()
    series = series_in(waves(4, seed=1, bare=True), read_kept(content)).rows
    p = np.exp(answerer(read_kept(content)).log_p(series))
    assert [line.rsplit(",", 2)[1:] for line in lines[1:]] == [[f"{a:.6f}", f"{b:.6f}"] for a, b in p]


def test_the_screen_answers_a_series_as_torch_does(store: Store, run: Run) -> None:
    kept = kept_of(store, run.id)
    config, files = kept.config, kept.parts
    assert isinstance(config, ResolvedClassify)
    answering = Answering.model_validate_json(files[CLASSES])
    how = Scaling.model_validate_json(files[SCALING])
    network = NumpyNetwork(read_tensors(kept.weights).arrays(), config)
    teller = SeriesTeller(network, config, how, answering, read_kernels(files[PARTNER], how, 2))
    series = list(read_labelled(waves(5, 40, seed=2)).series)
    assert np.allclose(np.exp(answerer(kept).log_p(series)), teller.p(series), atol=1e-5)
    told = teller.tell(series[0])
    assert told.parts[:2] == ("1", "2")
    assert np.allclose(told.after[-1], told.p)
    assert told.gradient.shape == told.effect.shape
    assert np.abs(told.gradient).max() > 0
    with pytest.raises(DataError, match="The model reads 1 channels, and this series has 2"):
        teller.tell(np.zeros((5, 2)))


def test_a_model_of_series_is_looked_into(store: Store, run: Run) -> None:
    queue = store.of("me").queue
    looked = finished(store, queue.submit(InsideConfig(model=run.id).model_dump_json(), run.dataset_id))
    assert (looked.state, looked.reason) == ("finished", "")


def test_damaged_numbers_of_a_model_are_refused(store: Store, run: Run) -> None:
    files = kept_of(store, run.id).parts
    how = Scaling.model_validate_json(files[SCALING])
    with pytest.raises(DataError, match=r"Damaged \(linear partner\)"):
        read_kernels(files[PARTNER], how.replace(mean=(0.0, 0.0), spread=(1.0, 1.0)), 2)
    with pytest.raises(DataError, match=r"Damaged \(linear partner\)"):
        read_kernels(files[PARTNER], how, 3)


def test_series_of_both_parts_are_left_out_and_said() -> None:
    test = b"@classLabel true a b\n@data\n1,2,3:a\n3,2,1:b\n"
    train = b"@classLabel true a b\n@data\n" + b"".join(
        b"1,2,%d:%s\n" % (n, b"ab"[n % 2 :][:1]) for n in range(3, 15)
    )
    from rnnkit.data.source.together import together

    data = read_labelled(together([("P_TRAIN.ts", train), ("P_TEST.ts", test)]))
    (finding,) = leaks_of(data, ClassifyConfig())
    assert "1 series to learn from" in finding.sentence
    assert len(read_rows(data, ClassifyConfig()).parts.test) == 2


def test_the_sample_is_read_as_series() -> None:
    data = read_labelled(sample_bytes("bells"))
    assert (data.kind, len(data), data.classes) == ("series", 240, ("bell", "cylinder", "funnel"))


def test_padding_changes_nothing() -> None:
    torch.manual_seed(0)
    config, _ = CLASSIFY.planned(read_labelled(waves(40)), parse(ClassifyConfig, SMALL))
    model = build(config, Entry(numbers=1), 2).eval()
    steps, lengths = torch.randn(3, 9, 1), torch.tensor([9, 4, 1])
    longer = torch.nn.functional.pad(steps, (0, 0, 0, 200))
    with torch.no_grad():
        assert (model(steps, lengths) - model(longer, lengths)).abs().max() < 1e-5


@pytest.mark.parametrize("scaling", ["channel", "series"])
def test_the_script_of_series_runs_alone_and_learns(scaling: str, tmp_path) -> None:
    asked = parse(ClassifyConfig, {**SMALL, "scaling": scaling, "segment": 3, "hidden_size": 16})
    config, _ = CLASSIFY.planned(read_labelled(waves(40)), asked)
    (tmp_path / "train.py").write_text(to_pytorch_code(config.replace(steps=80, learning_rate=0.02)))
    (tmp_path / "train.csv").write_bytes(waves(40))
    command = [sys.executable, "-I", "-W", "error", "train.py", "train.csv"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr[-2000:]
    losses = [float(line.split("loss ")[1]) for line in said.stdout.splitlines()]
    assert losses[-1] < 0.8 * losses[0]
