"""What forecasting is: all that the house asks of it."""

from rnnkit.compare.score import Scores
from rnnkit.config import ForecastConfig, ResolvedForecast
from rnnkit.data import Limits, Overrides
from rnnkit.tasks.task import Source, Task
from rnnkit.text import t

FILE_TYPES = (
    *("csv", "tsv", "tab", "txt", "dat", "xlsx", "xlsm", "xlsb", "xls", "ods"),
    *("parquet", "feather", "arrow", "json", "jsonl", "ndjson", "gz", "bz2", "xz", "zip"),
)

FORECAST = Task(
    name="forecast",
    asked=ForecastConfig,
    resolved=ResolvedForecast,
    source=Source("rnnkit.tasks.forecast.source:load", Overrides, Limits, FILE_TYPES),
    plan="rnnkit.tasks.forecast_plan:plan",
    prepare="rnnkit.tasks.forecast_run:prepare",
    report="rnnkit.tasks.forecast_run:report",
    scores=Scores(own=("model",), ranked=("mase", "mae")),
    less=t("a smaller batch size, lookback or hidden size"),
    optional=("statsmodels.tsa.holtwinters", "statsmodels.tsa.forecasting.theta"),
    leaks="rnnkit.tasks.forecast_plan:leaks",
    looked_for=t(
        "Checked for rows that appear in both training and test data, values scaled using test data, "
        "and columns that hold the target or its future values."
    ),
    compare="rnnkit.tasks.forecast.compare:COMPARABLE",
    bundle="rnnkit.tasks.forecast.bundle:BUNDLE",
    inside="rnnkit.tasks.forecast.inside:inside",
    script="rnnkit.kept.forecast_script:forecast_code",
)
