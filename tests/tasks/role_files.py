"""Ten files as people have them, with the role that each of their columns should be given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

Array = np.ndarray


@dataclass(frozen=True)
class RoleFile:
    """A file, and the role of each of its columns once the proposal is taken."""

    content: bytes
    roles: Mapping[str, str]


def days(number: int) -> pd.DatetimeIndex:
    return pd.date_range("2022-01-03", periods=number, freq="D")


def sales_of(rng: np.random.Generator, promotion: Array, price: Array) -> Array:
    """Sales with a week in them that answer to promotion and price."""
    week = np.array([0, 2, 4, 6, 12, 22, 15])[np.arange(len(price)) % 7]
    return np.round(90 + week + 35 * promotion - 12 * (price - 10) + rng.normal(0, 5, len(price)))


def planned(rng: np.random.Generator, number: int) -> tuple[Array, Array]:
    """A promotion on one day of six, and a price that is changed now and then."""
    promotion = (rng.random(number) < 0.17).astype(int)
    price = np.repeat(rng.choice([9.0, 9.5, 10.0, 10.5, 11.0], number // 9 + 1), 9)[:number]
    return promotion, price


def blank(values: Array, last: int) -> list[object]:
    """Values, and empty cells for the last rows."""
    return [*values[:-last].tolist(), *[None] * last]


def to_csv(columns: Mapping[str, object], **form: object) -> bytes:
    return pd.DataFrame(columns).to_csv(index=False, **form).encode()


def promotion_and_price(rng: np.random.Generator) -> RoleFile:
    promotion, price = planned(rng, 428)
    sales = blank(sales_of(rng, promotion, price), 28)
    content = to_csv({"date": days(428), "sales": sales, "promotion": promotion, "price": price})
    return RoleFile(content, {"sales": "target", "promotion": "ahead", "price": "ahead"})


def shops(rng: np.random.Generator) -> RoleFile:
    parts = []
    for shop in ("Aachen", "Bonn", "Köln"):
        promotion, price = planned(rng, 228)
        sales = blank(sales_of(rng, promotion, price) * rng.uniform(1, 3), 28)
        parts.append(
            pd.DataFrame({"Datum": days(228).strftime("%d.%m.%Y"), "Filiale": shop, "Umsatz": sales}).assign(
                Aktion=promotion, Preis=price
            )
        )
    content = to_csv(pd.concat(parts), sep=";", decimal=",")
    roles = {"Filiale": "series", "Umsatz": "target", "Aktion": "ahead", "Preis": "ahead"}
    return RoleFile(content, roles)


def not_filled(rng: np.random.Generator) -> RoleFile:
    """What is planned helps, but the file does not say it beyond the end."""
    promotion, price = planned(rng, 400)
    sales = sales_of(rng, promotion, price)
    content = to_csv({"date": days(400), "sales": sales, "promotion": promotion, "price": price})
    return RoleFile(content, {"sales": "target", "promotion": "out", "price": "out"})


def rain_before_the_flood(rng: np.random.Generator) -> RoleFile:
    rain = np.where(rng.random(500) < 0.3, rng.gamma(2.0, 6.0, 500), 0.0).round(1)
    level = 100 + np.convolve(rain, [0, 0.4, 0.9, 0.6, 0.3, 0.1])[:500] * 3 + rng.normal(0, 2, 500)
    content = to_csv({"day": days(500), "level": level.round(1), "rain": rain})
    return RoleFile(content, {"level": "target", "rain": "past"})


def numbers_and_names(rng: np.random.Generator) -> RoleFile:
    promotion, price = planned(rng, 414)
    columns = {
        "row_id": np.arange(1, 415),
        "date": days(414),
        "units": blank(sales_of(rng, promotion, price), 14),
        "order_id": rng.integers(10_000, 99_999, 414),
        "promo": promotion,
        "clerk": rng.choice([f"clerk {n}" for n in range(60)], 414),
    }
    roles = {"row_id": "out", "units": "target", "order_id": "out", "promo": "ahead", "clerk": "out"}
    return RoleFile(to_csv(columns), roles)


def noise(rng: np.random.Generator) -> RoleFile:
    week = np.sin(2 * np.pi * np.arange(400) / 7)
    columns = {"date": days(400), "visits": (200 + 40 * week + rng.normal(0, 8, 400)).round()}
    columns |= {f"sensor_{n}": rng.normal(0, 1, 400).round(3) for n in range(6)}
    return RoleFile(to_csv(columns), {"visits": "target", **{f"sensor_{n}": "out" for n in range(6)}})


def words(rng: np.random.Generator) -> RoleFile:
    """The weather as it was forecast, in words, for the coming days too."""
    weather = rng.choice(["sun", "rain", "snow"], 414, p=[0.5, 0.35, 0.15])
    effect = np.select([weather == "sun", weather == "rain"], [60, 10], -30)
    guests = np.round(150 + effect + rng.normal(0, 9, 414))
    content = to_csv({"date": days(414), "guests": blank(guests, 14), "weather": weather})
    return RoleFile(content, {"guests": "target", "weather": "ahead"})


def months(rng: np.random.Generator) -> RoleFile:
    """Ten years of months with their working days, a year of which are to come."""
    stamps = pd.date_range("2013-01-01", periods=132, freq="MS")
    busy = np.array([np.busday_count(a.date(), (a + pd.offsets.MonthBegin()).date()) for a in stamps])
    season = 12 * np.sin(2 * np.pi * np.arange(132) / 12)
    orders = 40 + season + 8 * busy + rng.normal(0, 3, 132)
    content = to_csv(
        {"month": stamps.strftime("%Y-%m"), "orders": blank(orders.round(1), 12), "working days": busy}
    )
    return RoleFile(content, {"orders": "target", "working days": "ahead"})


def hours(rng: np.random.Generator) -> RoleFile:
    """Load by the hour, with the temperature as it was measured two hours before it is felt."""
    stamps = pd.date_range("2024-03-01", periods=1200, freq="h")
    heat = np.cumsum(rng.normal(0, 0.8, 1200))
    heat -= np.convolve(heat, np.ones(48) / 48, "same")
    day = 15 * np.sin(2 * np.pi * np.arange(1200) / 24)
    load = 300 + day + 9 * np.concatenate([np.zeros(6), heat[:-6]]) + rng.normal(0, 2, 1200)
    content = to_csv({"time": stamps, "load": load.round(1), "temperature": heat.round(2)})
    return RoleFile(content, {"load": "target", "temperature": "past"})


def stores_by_number(rng: np.random.Generator) -> RoleFile:
    """Stores that are numbers, a price that is planned, and customers that nobody knows before."""
    parts = []
    for store in (1, 2, 3, 4):
        promotion, price = planned(rng, 214)
        sales = sales_of(rng, promotion, price)
        customers = np.round(sales / 3 + rng.normal(0, 4, 214))
        parts.append(
            pd.DataFrame({"store": store, "date": days(214), "customers": blank(customers, 14)}).assign(
                sales=blank(sales, 14), price=price
            )
        )
    roles = {"store": "series", "customers": "out", "sales": "target", "price": "ahead"}
    return RoleFile(to_csv(pd.concat(parts)), roles)


MADE: tuple[Callable[[np.random.Generator], RoleFile], ...] = (
    promotion_and_price,
    shops,
    not_filled,
    rain_before_the_flood,
    numbers_and_names,
    noise,
    words,
    months,
    hours,
    stores_by_number,
)
FILES = {made.__name__: made(np.random.default_rng(number)) for number, made in enumerate(MADE)}
