"""What forecasting is: all that the house asks of it."""

from rnnkit.compare.score import Scores
from rnnkit.data import Limits, Overrides
from rnnkit.tasks.forecast.settings import ForecastConfig, ResolvedForecast
from rnnkit.tasks.task import Source, Task
from rnnkit.words import t

FORECAST = Task(
    name="forecast",
    asked=ForecastConfig,
    resolved=ResolvedForecast,
    source=Source("rnnkit.tasks.forecast.source:load", Overrides, Limits),
    plan="rnnkit.tasks.forecast.plan:plan",
    prepare="rnnkit.tasks.forecast.run:prepare",
    report="rnnkit.tasks.forecast.run:report",
    scores=Scores(own=("model",), ranked=("mase", "mae")),
    less=t("a smaller batch size, lookback or hidden size"),
    optional=("statsmodels.tsa.holtwinters", "statsmodels.tsa.forecasting.theta"),
    leaks="rnnkit.tasks.forecast.plan:leaks",
    looked_for=t(
        "Checked for rows that appear in both training and test data, values scaled using test data, "
        "and columns that hold the target or its future values."
    ),
    compare="rnnkit.tasks.forecast.compare:COMPARABLE",
    bundle="rnnkit.tasks.forecast.kept.bundle:BUNDLE",
    inside="rnnkit.tasks.forecast.inside:inside",
    spreadsheet="rnnkit.tasks.forecast.home.workbook:SPREADSHEET",
    told="rnnkit.tasks.forecast.worth.told:told",
    script="rnnkit.tasks.forecast.kept.script:forecast_code",
    commands="rnnkit.cli.tasks.forecast_commands:commands",
    claims="rnnkit.tasks.forecast.claims:claims",
    fixed=frozenset({"horizon", "test", "stride", "level"}),
    validated="rnnkit.tasks.forecast.validated:validated",
    folds="rnnkit.tasks.forecast.folds:fold",
    hidden="rnnkit.tasks.forecast.kept.hidden:HIDING",
)
