"""What a person is told about a model that came back."""

import math

from rnnkit.words import t

FINEST = 1e-6
CLOSE = 1e-4  # spreads of the series, or nats: beyond, another computer does not explain it


def match_words(difference: float | None) -> str:
    """Whether the stored predictions came out again, in one sentence; `None` for what is no number."""
    if difference is None or not math.isfinite(difference):
        return t("The stored predictions do not come out again: the answers are no finite numbers.")
    if difference > CLOSE:
        return t(
            "The stored predictions do not come out again: they differ by up to {difference:.2g}.",
            difference=difference,
        )
    bound = max(FINEST, 10 ** math.ceil(math.log10(difference))) if difference else FINEST
    shown = f"{bound:.0e}".replace("e-0", "e-")
    return t("Matches to {bound}: its stored predictions were computed again on this machine.", bound=shown)
