"""The tunes to start with: made here, by rule."""

from rnnkit.data.samples.dances import dances
from rnnkit.data.samples.sample import SEEDED, Sample
from rnnkit.words import t

SAMPLES = (
    Sample(
        "tunes",
        t("Dance tunes"),
        t("300 jigs, reels, waltzes, polkas and slip jigs by rule. Hear it find out how long a bar is."),
        SEEDED,
        task="compose",
        settings={"budget": 60.0},
        generate=dances,
    ),
)
