"""How exact a score on the board is, and the score no more exact than that.

Differences below one standard error are mostly luck, and digits that mean nothing invite to hunt for them.
"""

import math

from rnnkit.rounding import three
from rnnkit.words import t


def one_figure(error: float) -> float:
    """A standard error rounded up to one figure: the step in which a board counts.

    >>> one_figure(0.0137), one_figure(0.02), one_figure(3.2)
    (0.02, 0.02, 4.0)
    """
    if not (math.isfinite(error) and error > 0):
        return error
    size = math.floor(math.log10(error))
    figure = math.ceil(round(error / 10.0**size, 6))
    return float(f"{figure}e{size}")


def in_steps(score: float, step: float) -> float:
    """A score to the nearest step; as it is where the step is 0, NaN where it is not known.

    >>> in_steps(0.4137, 0.02), in_steps(0.4137, 0.0)
    (0.42, 0.4137)
    """
    if not math.isfinite(step) or not math.isfinite(score):
        return math.nan
    return float(f"{round(score / step) * step:.12g}") if step else score


def written(score: float, step: float) -> str:
    """A score in steps with the digits that the step has: `0.40` in steps of `0.02`.

    >>> written(0.4, 0.02), written(1240.0, 20.0), written(math.nan, 0.1)
    ('0.40', '1,240', '–')
    """
    if not math.isfinite(score):
        return "–"
    if not step or not math.isfinite(step):
        return three(score)
    return f"{score:,.{max(0, -math.floor(math.log10(step)))}f}"


def exactness_words(step: float) -> str:
    """What is said above a board of how exact its scores are."""
    if math.isinf(step):
        return t(
            "There are too few hidden rows to say how exact a score is, "
            "so the board shows no scores until the end and ranks nobody."
        )
    if not step:
        return t("On these rows chance moves no score at all.")
    return t(
        "Scores are rounded to {step}, one standard error: smaller differences are mostly luck.",
        step=written(step, step),
    )
