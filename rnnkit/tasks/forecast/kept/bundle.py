"""How a forecaster leaves as one file: with its scaler, the recipe of its data and a few of its forecasts."""

from collections.abc import Mapping
from typing import Any

from rnnkit.config import parse
from rnnkit.data import Recipe, to_pandas_code
from rnnkit.data.numbers.numeric import is_known
from rnnkit.data.wide.header_measures import FORMS
from rnnkit.errors import DataError
from rnnkit.files.frames_json import CURVE, NUMBER, TEXT, WHOLE
from rnnkit.files.kept import Kept, Part, read_json
from rnnkit.files.model_file import Description, Model
from rnnkit.files.safetensors_file import damaged
from rnnkit.tasks.forecast.inputs.scaler import Scaler
from rnnkit.tasks.forecast.plan import weight_shapes
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.tasks.forecast.starting import own_shapes
from rnnkit.tasks.task import Bundle, Shapes
from rnnkit.words import t

SCALER_KEY = "scaler"  # in the model file
WHEN = frozenset({"time", "whole"})
LINE = {"unique_id": TEXT, "target": TEXT}
ERRORS = {"mae": NUMBER, "rmse": NUMBER}
ANSWERS = {"ds": WHEN, "step": WHOLE, "y_hat": NUMBER, "lo": NUMBER, "hi": NUMBER}
FRAMES = {
    "test": {**LINE, "cutoff": WHEN, "y": NUMBER, **ANSWERS},
    "future": {**LINE, **ANSWERS},
    "history": {**LINE, "ds": WHEN, "y": NUMBER},
    "by_series": {**LINE, "method": TEXT, **ERRORS, "smape": NUMBER, "mase": NUMBER},
    "by_step": {"step": WHOLE, "method": TEXT, **ERRORS},
    "curve": CURVE,
}
USAGE = """\
python {name}                      # computes the stored predictions again and compares them
python {name} new.csv              # forecasts beyond the end of new data of the same kind
"""
SOURCES: Mapping[str, tuple[str, ...]] = {
    "config/encoders.py": (
        *("GATES", "KERNEL", "MOST_HEADS", "WIDER"),
        *("is_recurrent", "blocks", "reach", "heads"),
    ),
    "networks/recurrent.py": (),
    "networks/convolution.py": (),
    "networks/transformer.py": (),
    "networks/encoder.py": (),
    "tasks/forecast/networks/network.py": (),
    "tasks/forecast/inputs/windows.py": ("Batch", "LEVELS"),
    "tasks/forecast/networks/model.py": ("forecast",),
    "tasks/forecast/calibration.py": ("widen",),
    "tasks/forecast/kept/files.py": ("answer",),
    "data/series/scaling.py": (),
    "data/series/transform.py": (),
    "data/series/ahead.py": (),
    "data/series/history.py": (),
    "baselines/smoothing.py": (),
    "baselines/starts.py": (),
    "data/times/week.py": (),
    "data/times/public_holidays.py": ("holiday_feature",),
    "data/times/calendar.py": (
        *("DAY", "CYCLES", "calendar_features", "future_stamps"),
        *("_position", "_without_step"),
    ),
}


def scaler_of(kept: Kept) -> Scaler:
    """How a forecaster reads numbers."""
    return parse(Scaler, kept.parts[SCALER])


def recipe_of(kept: Kept) -> Recipe:
    """How the data of a forecaster was read."""
    return Recipe.from_json(kept.parts[RECIPE])


def shapes(model: Description) -> Shapes:
    """The weights of a forecaster; how many features a step it reads is told by its scaler."""
    if not isinstance(model.config, ResolvedForecast) or SCALER_KEY not in model.extra:
        raise DataError(t("The model has no scaler; export it again."))
    scaler = parse(Scaler, model.extra[SCALER_KEY])
    config = model.config
    features = scaler.features(len(config.past_covariates), len(config.future_covariates))
    return {**weight_shapes(config, *features), **own_shapes(config, len(scaler.lines))}


def describe(parts: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The model file says the scaler."""
    return {"extra": {SCALER_KEY: parts[SCALER].decode()}}


def check(model: Model, files: Mapping[str, bytes]) -> Shapes:
    """The scaler is that of the weights and fits the settings; the shapes of the stored predictions."""
    config = model.config
    assert isinstance(config, ResolvedForecast)
    recipe = read_json(Recipe, files[RECIPE], t("recipe"))
    parted = recipe.unpivot.parted if recipe.unpivot else ""
    if not all(is_known(style) for style in recipe.styles.values()) or parted not in ("", *FORMS):
        raise damaged(t("recipe"))
    scaler = read_json(Scaler, files[SCALER], t("scaler"))
    past, known = len(config.past_covariates), len(config.future_covariates)
    fits = all(
        line.target in config.targets and (len(line.units.past), len(line.units.future)) == (past, known)
        for line in scaler.lines
    )
    fits = fits and set(scaler.transforms) <= set(config.targets)
    fits = fits and (scaler.starts is not None) == (config.start_with == "per_series")
    fits = fits and (scaler.starts is None or len(scaler.starts.bias) in (0, config.horizon))
    same = scaler == parse(Scaler, model.extra[SCALER_KEY])
    if not (fits and same and len(scaler.factors) == config.horizon):
        raise damaged(t("scaler"))
    L, K, (read, ahead) = config.lookback, config.horizon, scaler.features(past, known)
    own = {"per_series": {"start": (K,)}, "own_lines": {"owner": (1,)}}.get(config.start_with, {})
    return {"values": (L,), "past": (L, read), "future": (K, ahead), "answers": (K, 3), **own}


def code(parts: Mapping[str, bytes]) -> Mapping[str, str]:
    """The recipe as pandas code."""
    return {"clean.py": to_pandas_code(Recipe.from_json(parts[RECIPE]), same_step=True)}


SCALER, RECIPE = "scaler.json", "recipe.json"
BUNDLE = Bundle(
    parts=(
        Part(SCALER, t("how numbers become inputs and answers become numbers"), 4.0),
        Part(RECIPE, t("how the file of the data was read and cleaned"), 1.0),
    ),
    frames=FRAMES,
    shapes=shapes,
    describe=describe,
    check=check,
    alike=True,
    answer="rnnkit.tasks.forecast.kept.kept_network:answers",
    use="rnnkit.tasks.forecast.kept.new_data:forecast_new",
    written="rnnkit.cli.tasks.forecast_report:forecast_csv",
    before=True,
    back="rnnkit.tasks.forecast.home.come_back:come_back",
    sources=SOURCES,
    program="tasks/forecast/kept/program.py",
    usage=USAGE,
    onnx="rnnkit.tasks.forecast.kept.kept_network:for_onnx",
    code=code,
)
