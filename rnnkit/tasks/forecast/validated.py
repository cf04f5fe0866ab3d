"""What a search compares forecasters by: their MASE on the validation part, over the whole horizon.

The loss will not do, since a strategy decides over how many steps it is taken and an interval what it weighs.
"""

import math

import numpy as np

from rnnkit.metrics import MODEL, seasonal_scale
from rnnkit.tasks.forecast.calibration import Calibrated
from rnnkit.tasks.forecast.run import Forecasting
from rnnkit.tasks.forecast.worth.report import Report
from rnnkit.tasks.forecast.worth.score_frame import score_frame
from rnnkit.training.run import Prepared
from rnnkit.words import t

MOST_WINDOWS = 1_000


def validated(prepared: Prepared[Forecasting]) -> tuple[str, float]:
    """The mean error of forecasts from about so many evenly spaced cutoffs of the validation part.

    MASE, scaled by the training part; MAE where nothing changes there. Where a series is so short that it is
    validated on what it learns from, so it is here.
    """
    work = prepared.work
    part = "valid" if len(work.windows.positions("valid")) else "train"
    stride = max(1, len(work.windows.positions(part)) // MOST_WINDOWS)
    config = work.config.replace(stride=stride)
    plain = Calibrated(np.ones(config.horizon))
    made = Report(config, work.windows, work.model, work.baselines, plain, skipped=t("Not asked for."))
    scales = {
        (channel.unique_id, channel.target): seasonal_scale(channel.train, work.table.seasonality)
        for channel in made.channels
    }
    found = score_frame(made.frame(part), [MODEL], scales, config.level).overall[MODEL]
    metric = "mase" if math.isfinite(found["mase"]) else "mae"
    return metric, float(found[metric])
