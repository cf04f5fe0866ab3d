"""Public holidays of a country, which are known ahead as the calendar is.

The package that knows them is loaded where they are asked for only; a kept model lists their dates.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from rnnkit.errors import ConfigError
from rnnkit.words import t

AHEAD = 10  # years behind the data whose holidays are listed, for a model that is used later


def holiday_dates(country: str, stamps: pd.Series) -> tuple[date, ...]:
    """The holidays from the first year of these dates to some years behind the last one, in order.

    Raises `ConfigError` where none are known of this country.
    """
    import holidays

    if country not in holidays.list_supported_countries():
        raise ConfigError(
            t("No holidays are known of '{code}'; use a code such as DE, US or CN.", code=country[:8])
        )
    years = range(stamps.min().year, stamps.max().year + AHEAD + 1)
    return tuple(sorted(holidays.country_holidays(country, years=years)))


def holiday_feature(stamps: pd.Series, dates: Sequence[object]) -> npt.NDArray[np.float64]:
    """1 on a holiday and 0 on every other day `(T, 1)`; no column where no dates are listed."""
    if not dates:
        return np.zeros((len(stamps), 0))
    days = stamps.to_numpy("datetime64[D]")
    return np.isin(days, np.array(list(dates), dtype="datetime64[D]")).astype(np.float64)[:, None]
