"""Series with classes made by rule: a noisy rise, plateau or fall somewhere in noise (Saito 1994)."""

import numpy as np

KINDS = ("bell", "cylinder", "funnel")
SERIES, LENGTH = 240, 100


def bells(seed: int) -> str:
    """Cylinders, bells and funnels as CSV, a series a row; where one begins and ends is drawn each time."""
    luck = np.random.default_rng(seed)
    places = np.arange(LENGTH)
    lines = ["class," + ",".join(f"t{place}" for place in places.tolist())]
    for number in range(SERIES):
        kind = KINDS[number % len(KINDS)]
        start = luck.integers(LENGTH // 8, LENGTH // 4)
        end = start + luck.integers(LENGTH // 4, 3 * LENGTH // 4)
        along = (places - start) / (end - start)
        shape = {"bell": along, "cylinder": np.ones(LENGTH), "funnel": 1 - along}[kind]
        values = (6 + luck.standard_normal()) * shape * ((places >= start) & (places <= end))
        noisy = values + luck.standard_normal(LENGTH)
        lines.append(f"{kind}," + ",".join(f"{value:.3f}" for value in noisy.tolist()))
    return "\n".join(lines) + "\n"
