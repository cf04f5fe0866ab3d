"""Metrics against figures worked by hand, and against utilsforecast."""

import ast
import math
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from utilsforecast import losses

from rnnkit import metrics
from rnnkit.config import choices
from rnnkit.tasks.classify.measures import scores as classify_scores
from rnnkit.tasks.compose.generation.copied import KnownBars
from rnnkit.tasks.compose.generation.made import judged
from rnnkit.tasks.compose.report import surprise
from rnnkit.tasks.forecast.settings import ForecastConfig
from rnnkit.tasks.forecast.worth.score_frame import score_frame
from rnnkit.tasks.label.scores import TagCounts
from rnnkit.tasks.memory import report as memory_report
from rnnkit.tasks.memory import rows as memory_rows
from rnnkit.tasks.memory.plan import resolve
from rnnkit.tasks.memory.sets import validation_rows
from rnnkit.tasks.memory.settings import MemoryConfig
from rnnkit.tasks.translate.scores import overall
from tests.work import times

ROOT = Path(__file__).parents[1]

NAN = math.nan


def test_mae_mse_rmse_by_hand():
    # errors 1, -3: mean size 2, mean square (1 + 9) / 2
    assert metrics.mae([1, 2], [0, 5]) == 2
    assert metrics.mse([1, 2], [0, 5]) == 5
    assert metrics.rmse([1, 2], [0, 5]) == pytest.approx(math.sqrt(5))


def test_smape_by_hand_and_nothing_as_nothing_is_no_error():
    # 0 against 0: 0; 1 against 3: 200 * 2 / 4 = 100; 1 against -1: the worst possible 200
    assert metrics.smape([0, 1, 1], [0, 3, -1]) == pytest.approx((0 + 100 + 200) / 3)


def test_figures_of_a_text_by_hand():
    # two nats per word of four characters: half a nat per character, 0.5 / ln 2 bits, a choice of e^2 words
    scores = metrics.text_scores(2.0, symbols=100, characters=400)
    assert scores["nats_per_char"] == 0.5
    assert scores["bits_per_char"] == pytest.approx(0.7213475)
    assert scores["perplexity"] == pytest.approx(7.389056)
    assert metrics.bits_per_char(math.log(8)) == pytest.approx(3)


def test_figures_of_no_text_and_of_a_hopeless_model():
    assert math.isnan(metrics.text_scores(2.0, symbols=0, characters=0)["nats_per_char"])
    assert metrics.perplexity(1e6) == math.inf
    assert math.isnan(metrics.perplexity(NAN))


def test_mase_by_hand():
    # training 1, 3, 6 changes by 2 and 3: scale 2.5; forecast misses by 5
    assert metrics.mase([10], [5], [1, 3, 6]) == pytest.approx(2)
    # with seasonality 2 the only change is 6 - 1 = 5
    assert metrics.mase([10], [5], [1, 3, 6], seasonality=2) == pytest.approx(1)


@pytest.mark.parametrize("y_train", [[4, 4, 4, 4], [4], []])
def test_mase_cannot_be_said_without_a_scale(y_train):
    assert math.isnan(metrics.mase([1], [2], y_train))


def test_pinball_by_hand():
    # 0.9 quantile: one unit too low costs 0.9, one too high 0.1
    assert metrics.pinball_loss([1, 1], [0, 2], 0.9) == pytest.approx((0.9 + 0.1) / 2)


def test_coverage_counts_the_borders():
    assert metrics.coverage([1, 2, 3, 9], [1, 0, 0, 0], [2, 2, 2, 2]) == 0.5


def test_unknown_truth_is_left_out_but_a_missing_forecast_is_not():
    assert metrics.mae([1, NAN], [2, 50]) == 1
    assert math.isnan(metrics.mae([1, 1], [2, NAN]))
    assert metrics.coverage([1, NAN], [0, 5], [2, 6]) == 1
    assert math.isnan(metrics.coverage([1, 1], [0, NAN], [2, NAN]))


def test_nothing_known_cannot_be_said():
    assert math.isnan(metrics.rmse([NAN], [1]))
    assert math.isnan(metrics.smape([], []))


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=30))
def test_smape_stays_within_its_bounds(pairs):
    y, y_hat = zip(*pairs, strict=True)
    assert 0 <= metrics.smape(y, y_hat) <= 200


def frame(series=("a", "b"), targets=("y",), windows=3, horizon=4, seed=0):
    """A seeded test frame as the evaluation makes it."""
    rng = np.random.default_rng(seed)
    keys = [
        (s, g, w, k) for s in series for g in targets for w in range(windows) for k in range(1, horizon + 1)
    ]
    table = pd.DataFrame(keys, columns=["unique_id", "target", "cutoff", "step"])
    table["y"] = rng.normal(10, 2, len(table))
    table["y_hat"] = table["y"] + rng.normal(size=len(table))
    table["last value"] = table["y"] + rng.normal(1, 2, size=len(table))
    table["lo"], table["hi"] = table["y_hat"] - 1, table["y_hat"] + 1
    return table


def test_overall_scores_agree_with_the_single_functions():
    table = frame()
    scores = score_frame(table, ["model", "last value"], {("a", "y"): 2.0, ("b", "y"): 0.5})
    model = scores.overall["model"]
    for name in ("mae", "rmse", "smape"):
        assert model[name] == pytest.approx(getattr(metrics, name)(table["y"], table["y_hat"]))
    by_id = [metrics.mae(part["y"], part["y_hat"]) for _, part in table.groupby("unique_id")]
    assert model["mase"] == pytest.approx((by_id[0] / 2.0 + by_id[1] / 0.5) / 2)
    assert model["coverage"] == pytest.approx(metrics.coverage(table["y"], table["lo"], table["hi"]))
    assert "coverage" not in scores.overall["last value"]


def test_pinball_loss_is_the_mean_over_both_borders_and_the_median():
    table = frame()
    parts = [
        metrics.pinball_loss(table["y"], table[c], q) for c, q in (("lo", 0.1), ("y_hat", 0.5), ("hi", 0.9))
    ]
    scores = score_frame(table, ["model"], {}, level=0.8)
    assert scores.overall["model"]["pinball_loss"] == pytest.approx(sum(parts) / 3)


@pytest.mark.parametrize("name", ["mae", "rmse"])
def test_by_series_agrees_with_utilsforecast(name):
    table = frame(series=("a", "b", "c"))
    ours = score_frame(table, ["model", "last value"], {}).by_series
    theirs = getattr(losses, name)(table.drop(columns="cutoff"), models=["y_hat", "last value"])
    for method, column in (("model", "y_hat"), ("last value", "last value")):
        np.testing.assert_allclose(ours.loc[ours["method"] == method, name], theirs[column])


def test_smape_is_200_times_that_of_utilsforecast():
    table = frame()
    ours = score_frame(table, ["model"], {}).by_series["smape"]
    np.testing.assert_allclose(
        ours, 200 * losses.smape(table.drop(columns="cutoff"), models=["y_hat"])["y_hat"]
    )


def test_mase_agrees_with_utilsforecast():
    table = frame()
    rng = np.random.default_rng(1)
    train = pd.DataFrame({"unique_id": np.repeat(["a", "b"], 50), "y": rng.normal(size=100).cumsum()})
    scales = {(key, "y"): metrics.seasonal_scale(part["y"], 7) for key, part in train.groupby("unique_id")}
    theirs = losses.mase(table.drop(columns="cutoff"), models=["y_hat"], seasonality=7, train_df=train)[
        "y_hat"
    ]
    np.testing.assert_allclose(score_frame(table, ["model"], scales).by_series["mase"], theirs)


def test_by_step_is_sorted_and_agrees_with_a_plain_groupby():
    table = frame().sample(frac=1, random_state=0)
    ours = score_frame(table, ["last value"], {}).by_step
    naive = (table["y"] - table["last value"]).abs().groupby(table["step"]).mean()
    assert ours["step"].tolist() == [1, 2, 3, 4]
    np.testing.assert_allclose(ours["mae"], naive)


def test_a_series_without_a_scale_is_left_out_of_the_overall_mase():
    table = frame()
    scores = score_frame(table, ["model"], {("a", "y"): 2.0, ("b", "y"): NAN})
    first = table[table["unique_id"] == "a"]
    assert scores.overall["model"]["mase"] == pytest.approx(metrics.mae(first["y"], first["y_hat"]) / 2.0)


def test_a_method_that_did_not_answer_everywhere_has_no_overall_score():
    table = frame()
    table.loc[0, "last value"] = NAN
    scores = score_frame(table, ["model", "last value"], {})
    assert math.isnan(scores.overall["last value"]["mae"])
    assert math.isfinite(scores.overall["model"]["mae"])
    by_series = scores.by_series.set_index(["method", "unique_id"])["mae"]
    assert math.isnan(by_series["last value", "a"])
    assert math.isfinite(by_series["last value", "b"])


def test_rows_of_unknown_truth_change_nothing():
    table = frame()
    more = pd.concat([table, table.head(3).assign(y=NAN)])
    assert score_frame(more, ["model"], {}).overall["model"] == pytest.approx(
        score_frame(table, ["model"], {}).overall["model"], nan_ok=True
    )


def test_several_targets_are_kept_apart():
    scores = score_frame(frame(targets=("y", "z")), ["model"], {})
    keys = scores.by_series[["unique_id", "target"]].itertuples(index=False, name=None)
    assert list(keys) == [("a", "y"), ("a", "z"), ("b", "y"), ("b", "z")]


def test_an_empty_frame_scores_nan():
    scores = score_frame(frame().head(0), ["model"], {})
    assert all(math.isnan(value) for value in scores.overall["model"].values())


def test_a_large_backtest_is_scored_in_a_few_times_what_a_look_at_its_groups_takes():
    rows, y = 1000 * 96 * 7, np.random.default_rng(0).normal(size=1000 * 96 * 7)
    table = pd.DataFrame(
        {
            "unique_id": "only",
            "target": np.repeat(list("abcdefg"), rows // 7),
            "step": np.tile(np.arange(1, 97), rows // 96),
            "y": y,
            "y_hat": y + 1,
            "last value": y - 1,
        }
    )

    def look():
        return table.groupby(["unique_id", "target", "step"])[["y", "y_hat", "last value"]].mean()

    assert times(lambda: score_frame(table, ["model", "last value"], {}), look, 20) < 20


def test_every_score_that_is_computed_has_its_words():
    test = pd.DataFrame({"unique_id": "a", "target": "y", "step": 1, "y": [1.0, 2], "y_hat": [1.0, 3]})
    forecast = score_frame(test.assign(lo=0.0, hi=4.0), ["model"], {("a", "y"): 1.0}).overall["model"]
    memory = {}
    for problem in ("adding", "copying"):
        config = resolve(MemoryConfig(problem=problem, length=4))
        rows = validation_rows(config)
        memory |= memory_report.score(config, rows, memory_rows.memoryless(rows, config))
    written = overall(["halt"], [("halt",)])
    told = classify_scores(np.log([[0.9, 0.1]]), np.array([0]))
    tunes = surprise(1.0, 1, 1) | judged([], KnownBars([])).metrics()
    texts = metrics.text_scores(1.0, 1, 1)
    computed = [forecast, texts, tunes, memory, TagCounts().metrics(True), written, told]
    assert metrics.known_metrics(computed) == list(metrics.METRICS)
    for scores in computed:
        assert set(scores) <= set(metrics.METRICS)


def test_the_words_of_a_metric_stand_in_one_place():
    """No other file spells a heading, and every unit is "per" something, in all that a person reads."""
    words = {word for one in metrics.METRICS.values() for word in (one.name, one.heading, one.brief)}
    words -= {*metrics.METRICS, *choices(ForecastConfig, "loss"), ""}  # keys are what code calls it by
    foreign = re.compile(r"(?i)\b(nats|bits) (a|an|/) ?(char|sym|step|word)|\b(nats|bits) ?/ ?char")
    for file in [*ROOT.glob("rnnkit/**/*.py"), *ROOT.glob("pages/**/*.py")]:
        if file.name == "metrics.py":
            continue
        texts = [node.value for node in ast.walk(ast.parse(file.read_text("utf-8"))) if is_text(node)]
        assert not [text for text in texts if text in words], file
        assert not [text for text in texts if foreign.search(text)], file
    for page in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]:
        assert not foreign.search(page.read_text("utf-8")), page


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_a_number_is_written_alike_on_the_page_and_in_a_terminal():
    written = {name: one.written for name, one in metrics.METRICS.items()}
    assert written["mase"](0.123456) == "0.123"
    assert written["mae"](1234567.8) == "1,234,568"
    assert written["right"](0.5) == "50.0 %"
    assert written["right"](None) == written["mse"](NAN) == "–"
