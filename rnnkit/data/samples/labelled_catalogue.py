"""The texts and series with classes to start with."""

from rnnkit.data.samples import curves, opinions
from rnnkit.data.samples.sample import SEEDED, Sample
from rnnkit.words import t

SAMPLES = (
    Sample(
        "reviews",
        t("Reviews with not and but"),
        t("Twins of the same words, one praise, one blame: counting words fails, reading in order works."),
        SEEDED,
        task="classify",
        settings={"budget": 20.0},
        generate=opinions.reviews,
    ),
    Sample(
        "questions",
        t("Questions by what they ask"),
        t("Time, place, person, number or reason: mostly one word tells, so words alone nearly decide."),
        SEEDED,
        task="classify",
        settings={"budget": 15.0},
        generate=opinions.questions,
    ),
    Sample(
        "bells",
        t("Cylinders, bells and funnels"),
        t("Series of numbers: a plateau, a rise or a fall somewhere in noise, never at the same place."),
        SEEDED,
        task="classify",
        settings={"budget": 20.0},
        generate=curves.bells,
    ),
)
