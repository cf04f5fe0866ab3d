"""The series to start with: real ones that ship with the code, and generated ones with a known answer."""

from rnnkit.data.samples import generators
from rnnkit.data.samples.sample import SEEDED, Sample
from rnnkit.words import t

INSTANT = {"budget": 3.0}  # seconds: in these a network is about as good as after a minute

SAMPLES = (
    Sample(
        "sine",
        t("Sine wave"),
        t("1,000 points of sin(0.1 t), 25 steps ahead from the last 50: the simplest series to begin with."),
        SEEDED,
        # The network on its own: with the straight line beside it there would be nothing left to learn.
        # Two fifths of a wave: enough to see it go on, and little enough to be learned in seconds.
        settings=INSTANT
        | {"lookback": 50, "horizon": 25, "test": 200, "shortcut": False}
        | {"hidden_size": 32, "dropout": 0.0, "learning_rate": 0.01},
        generate=generators.sine,
        noisy=("y",),
        task="forecast",
    ),
    Sample(
        "airline",
        t("Airline passengers"),
        t("Twelve years of months with a trend and a growing season; small, and harder than it looks."),
        t("Box and Jenkins (1976), series G: thousands of passengers, 1949-1960."),
        settings=INSTANT | {"horizon": 12, "test": 24},
        task="forecast",
    ),
    Sample(
        "shops",
        t("Six shops"),
        t("Daily sales of six shops that share one week: a single network learns them all at once."),
        SEEDED,
        settings=INSTANT
        | {"targets": ("sales",), "future_covariates": ("promotion",), "horizon": 14, "test": 56},
        generate=generators.shops,
        noisy=("sales",),
        task="forecast",
    ),
    Sample(
        "electricity",
        t("Electricity (Chinese headers)"),
        t("日期, 气温, 用电量 in GB18030: two years of days in which the weather drives the demand."),
        SEEDED,
        settings=INSTANT | {"targets": ("用电量",), "past_covariates": ("气温",), "horizon": 7, "test": 56},
        generate=generators.electricity,
        noisy=("用电量",),
        encoding="gb18030",
        task="forecast",
    ),
    Sample(
        "sunspots",
        t("Sunspots"),
        t("Three centuries of years, with a cycle of about eleven of them that is never quite the same."),
        t("National Geophysical Data Center, 1700-2008; public domain."),
        settings=INSTANT | {"horizon": 11, "test": 55},
        task="forecast",
    ),
    Sample(
        "co2",
        t("CO2 at Mauna Loa"),
        t("Weekly since 1958, with 59 missing weeks: see how gaps are repaired, then continue the curve."),
        t("Keeling and Whorf (2004), US Department of Energy, 1958-2001; public domain."),
        settings=INSTANT | {"horizon": 52, "test": 208},
        task="forecast",
    ),
    Sample(
        "elnino",
        t("El Niño sea temperature"),
        t("Sixty years of months off Peru: a steady season, and warm years that nobody expects."),
        t("NOAA, ERSST.V3B, 1950-2010; public domain."),
        settings=INSTANT | {"horizon": 12, "test": 120},
        task="forecast",
    ),
    Sample(
        "macro",
        t("United States economy"),
        t("Six columns by quarter: does knowing output, prices and interest help to forecast unemployment?"),
        t("FRED and Bureau of Labor Statistics, 1959-2009; public domain."),
        settings=INSTANT
        | {
            "targets": ("unemployment",),
            "past_covariates": ("gdp", "consumption", "investment", "interest_rate", "inflation"),
            "horizon": 4,
            "test": 40,
        },
        task="forecast",
    ),
    Sample(
        "seasonal",
        t("Trend and season"),
        t("Twelve made-up years of months: what it is made of is known, so you see what the network finds."),
        SEEDED,
        settings=INSTANT | {"horizon": 12, "test": 36},
        generate=generators.seasonal,
        noisy=("y",),
        task="forecast",
    ),
    Sample(
        "damped",
        t("Damped swing"),
        t("A wave that dies away: the network must learn both the rhythm and the fading."),
        SEEDED,
        settings=INSTANT | {"horizon": 25, "test": 120},
        generate=generators.damped,
        noisy=("y",),
        task="forecast",
    ),
    Sample(
        "mackey_glass",
        t("Mackey-Glass chaos"),
        t("Looks irregular, follows a rule with a memory of 17 steps: here gates beat straight lines."),
        SEEDED,
        settings=INSTANT | {"horizon": 17, "test": 200},
        generate=generators.mackey_glass,
        noisy=("y",),
        task="forecast",
    ),
    Sample(
        "random_walk",
        t("Random walk"),
        t("Looks like a share price; nothing beats the last value, and an honest verdict says so."),
        SEEDED,
        settings=INSTANT | {"horizon": 10, "test": 200},
        generate=generators.random_walk,
        noisy=("y",),
        task="forecast",
    ),
    Sample(
        "noise",
        t("Pure noise"),
        t("There is nothing to learn here. A good tool must notice, and not be impressed."),
        SEEDED,
        settings=INSTANT | {"horizon": 1, "test": 200},
        generate=generators.pure_noise,
        noisy=("y",),
        task="forecast",
    ),
    Sample(
        "ramp",
        t("Ramp"),
        t("1, 2, 3 ... 100: can the network go on to numbers it has never seen?"),
        SEEDED,
        settings=INSTANT | {"horizon": 5, "test": 20},
        generate=generators.ramp,
        noisy=("y",),
        task="forecast",
    ),
)
