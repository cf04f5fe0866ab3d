"""Forecasting on screen: its page, its words, and what draws its parts."""

from pages.ui.frame.page_files import FOLDER
from pages.ui.task_page import AnsweringWords, Examples, InsideWords, TaskPage
from rnnkit.metrics import METRICS
from rnnkit.tasks.forecast.task import FORECAST
from rnnkit.words import t

PAGE = TaskPage(
    FORECAST,
    FOLDER / "forecast.py",
    ":material/trending_up:",
    t("Forecast"),
    about=t("Train recurrent networks on a time series and see what comes next."),
    size="pages.ui.form.setting_words:lengths",
    inside=InsideWords(
        effects=t(
            "In standard deviations of the training data. Each step is replaced by that of another window."
        ),
        advice=2 * ("A lookback of {number} would do: what lies before it hardly changes the error.",),
        states=t("Each column is what it knows after reading its lookback up to that step."),
        lookback="lookback",
    ),
    own=t("Bring your own table"),
    fixes=(
        (t("Use the suggested lookback"), {"lookback": None, "segment": None}),
        (t("Use the suggested test part"), {"test": None, "stride": None}),
        (
            t("Use the suggested lengths"),
            {"horizon": None, "lookback": None, "segment": None, "test": None, "stride": None},
        ),
        (t("Use hidden size 128 and 2 layers"), {"hidden_size": 128, "num_layers": 2}),
        (t("Use the direct strategy"), {"strategy": "direct"}),
        (t("Train without covariates"), {"past_covariates": (), "future_covariates": ()}),
        (t("Choose the targets from the data"), {"targets": ()}),
    ),
    examples=Examples(
        t("Time series"), 6, "pages.ui.forecast.example:card", "pages.ui.forecast.example:read"
    ),
    answering=AnsweringWords(
        t("Upload newer data with the same columns, for {name}; the new rows alone are enough"),
        t("It is read the same way; rows newer than the training data are used to score the model."),
        limits="pages.ui.forecast.data.choose_data:limits_words",
        alone=t("Upload newer data with the same columns, for {name}: at least {n} rows"),
        draw="pages.ui.forecast.home.new_data:new_forecast",
    ),
    drawing="pages.ui.forecast.live_forecast:live_chart",
    overlay=(t("Forecasts"), "pages.ui.forecast.overlay:forecasts_tab"),
    gates="pages.ui.gates.networks:SeriesNetwork",
    to_plan="pages.ui.forecast.access:to_plan",
    choices={
        "direct": t("Direct"),
        "recursive": t("Recursive"),
        "encoder_decoder": t("Encoder-decoder"),
        "last": t("Last value"),
        "mean": t("Mean"),
        "pinball": t("Quantile"),
        "mse": t("MSE"),
        "mae": METRICS["mae"].name,
        "huber": t("Huber"),
        "linear": t("Linear"),
        "per_series": t("Per series"),
        "own_lines": t("Own lines"),
        "log": t("Logarithms"),
        "root": t("Square roots"),
    },
)
