"""How far back a trained network really looks, read off what hiding its past did to the error. No torch."""

import pandas as pd

NOISE = 4.0  # standard errors that a rise has to exceed: about one in 1,000 by chance
NOTICEABLE = 0.01  # and the share of the error
FULL = 0.9  # of what is read: who uses more may want more
APART = 0.25  # of the largest effect: by so much gradient and occlusion have to differ to disagree


def noticeable(found: pd.DataFrame, error: float, share: float = NOTICEABLE) -> pd.Series:
    """Which rises of the error (columns `rise`, `noise`) are more than noise and more than a share of it."""
    return (found["rise"] > NOISE * found["noise"]) & (found["rise"] > share * error)


def effective_memory(found: pd.DataFrame, error: float, share: float = NOTICEABLE) -> int:
    """The furthest step back that matters: hiding it and all older ones raises the error noticeably.

    The newest so many steps do the work of all, which is the effective context size of Khandelwal et al.
    (2018), with hidden steps in place of missing ones. 0 where nothing that is read matters.
    """
    steps = found["step"][noticeable(found, error, share)]
    return int(steps.max()) if len(steps) else 0


def uses_all(memory: int, steps: int) -> bool:
    """Whether a network looks back (nearly) as far as it can."""
    return memory >= FULL * steps


def disagreement(effect: pd.DataFrame) -> int | None:
    """The step back at which gradient and occlusion differ most, if that is much beside their largest."""
    gap = (effect["gradient"] - effect["occlusion"]).abs()
    largest = float(effect[["gradient", "occlusion"]].to_numpy().max())
    return int(effect["step"].iloc[gap.argmax()]) if gap.max() > APART * largest else None
