"""The season of a table in words: twelve months are a year of months, 96 steps of 15 minutes are a day."""

import re
from collections.abc import Mapping

from rnnkit.words import t

_FREQ = re.compile(r"(\d*)([A-Za-z]+)(?:-[A-Z0-9]+)?")
SECONDS: Mapping[str, int] = {"s": 1, "min": 60, "h": 3600, "D": 86_400}
# How long a season lasts, and how that is called; a year of days is not always as long.
PERIODS: Mapping[range, str] = {
    range(60, 61): "a minute",
    range(3600, 3601): "an hour",
    range(86_400, 86_401): "a day",
    range(604_800, 604_801): "a week",
    range(364 * 86_400, 366 * 86_400 + 1): "a year",
}
# What a step of one unit is called in numbers, and the season of such steps that has a name.
UNITS: Mapping[str, tuple[str, Mapping[int, str]]] = {
    "s": ("seconds", {}),
    "min": ("minutes", {}),
    "h": ("hours", {}),
    "D": ("days", {}),
    "B": ("business days", {5: "a week"}),
    "W": ("weeks", {52: "a year"}),
    "SMS": ("half months", {24: "a year"}),
    "SME": ("half months", {24: "a year"}),
    "MS": ("months", {12: "a year"}),
    "ME": ("months", {12: "a year"}),
    "QS": ("quarters", {4: "a year"}),
    "QE": ("quarters", {4: "a year"}),
}


def season_words(season: int, freq: str | None) -> str:
    """The length of a season as a person says it: `12 (a year of months)`, `17 steps`, `none found`."""
    if season <= 1:
        return t("none found")
    match = _FREQ.fullmatch(freq or "")
    if not match or match[2] not in UNITS:
        return t("{season} steps", season=f"{season:,}")
    every, unit = int(match[1] or 1), match[2]
    if not (period := _period(season, every, unit)):
        return t("{season} steps", season=f"{season:,}")
    gaps = {"season": season, "period": t(period), "unit": t(UNITS[unit][0]), "every": every}
    if every == 1:
        return t("{season} ({period} of {unit})", **gaps)
    return t("{season} ({period} in steps of {every} {unit})", **gaps)


def cycle_words(season: int, freq: str | None, cycle: int, lookback: int | None) -> str:
    """Why a lookback is longer than the season asks for; empty where no longer `cycle` is read.

    `cycle` are the steps after which everything comes again, as `longer_cycle` finds them; all in steps.
    """
    if cycle <= season or not lookback or lookback < cycle:
        return ""
    if _named(season, freq) == "a day" and _named(cycle, freq) == "a week":
        return t(
            "Days of the week differ in this data, so the network looks back over a whole week "
            "({cycle:,} steps), not just over a few days.",
            cycle=cycle,
        )
    return t(
        "Seven seasons of {season:,} steps make up a longer cycle in this data, so the network looks back "
        "over all seven ({cycle:,} steps).",
        season=season,
        cycle=cycle,
    )


def _named(steps: int, freq: str | None) -> str:
    """What so many steps are called: `a day`; nothing where that has no name."""
    match = _FREQ.fullmatch(freq or "")
    return _period(steps, int(match[1] or 1), match[2]) if match and match[2] in UNITS else ""


def _period(season: int, every: int, unit: str) -> str:
    """What so many steps last: `a day`; nothing where that has no name."""
    if unit in SECONDS:
        lasting = season * every * SECONDS[unit]
        return next((words for lengths, words in PERIODS.items() if lasting in lengths), "")
    return UNITS[unit][1].get(season * every, "")
