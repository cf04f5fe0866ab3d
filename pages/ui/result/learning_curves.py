"""How networks learned, as finished runs show it."""

from collections.abc import Sequence

import pandas as pd

from pages.ui.access.lanes import lane_of
from pages.ui.access.results import Result
from pages.ui.frame import charts
from pages.ui.frame.theme import is_dark
from rnnkit.pictures import curve_figures
from rnnkit.words import t


def loss_tab(results: Sequence[Result]) -> None:
    """How the networks learned."""
    curves = [lane_of(result.run, curve=result.frame("curve")) for result in results]
    alt = t("Loss on the training and validation part by training step")
    whole = pd.concat([one.curve.assign(network=one.label) for one in curves])
    charts.show(curve_figures.loss(curves, is_dark()), "curves", alt, whole, about=t("Learning curves"))
