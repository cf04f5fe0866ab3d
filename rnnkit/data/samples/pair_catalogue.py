"""The pairs to start with: made from a seed, so that every network is asked for what it never saw."""

from rnnkit.data.samples import made_pairs
from rnnkit.data.samples.sample import SEEDED, Sample
from rnnkit.words import t

SAMPLES = (
    Sample(
        "dates",
        t("Dates"),
        t("“3rd of May 2001” → “2001-05-03”: dates in a dozen spellings, turned into one."),
        SEEDED,
        task="translate",
        settings={"budget": 60.0},
        generate=made_pairs.dates,
    ),
    Sample(
        "numbers",
        t("Numbers to words"),
        t("“317” → “three hundred and seventeen”: one digit can become several words, or none."),
        SEEDED,
        task="translate",
        settings={"budget": 60.0, "unit": "char"},
        generate=made_pairs.numbers,
    ),
    Sample(
        "reversing",
        t("Turning round"),
        t("“cab” → “bac”: watch attention walk from the last letter to the first."),
        SEEDED,
        task="translate",
        settings={"budget": 30.0},
        generate=made_pairs.reversing,
    ),
    Sample(
        "sums",
        t("Sums"),
        t("“123+45” → “168”: does it learn to carry, or only the sums that it saw?"),
        SEEDED,
        task="translate",
        settings={"budget": 60.0},
        generate=made_pairs.sums,
    ),
)
