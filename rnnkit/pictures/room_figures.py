"""Charts for the projector of a room: few lines, thick, with letters that the last row can read."""

import pandas as pd

from rnnkit.pictures import palette
from rnnkit.pictures.vega import LOGARITHMIC, Chart, count, number
from rnnkit.words import t

LETTERS, STROKE = 22, 4  # pixels


def one_run(curve: pd.DataFrame, level: tuple[str, float] | None, dark: bool) -> Chart:
    """The losses of a run by step (`curve`: step, train_loss, valid_loss), and a level to get below."""
    parts = {t("validation"): "valid_loss", t("training"): "train_loss"}
    rows = [
        curve[["step", column]].dropna().rename(columns={column: "loss"}).assign(part=words)
        for words, column in parts.items()
    ]
    ink = palette.ink(dark)
    colours = [ink, palette.grey(dark)]
    letters = {"labelFontSize": LETTERS, "titleFontSize": LETTERS, "labelColor": ink, "titleColor": ink}
    lines = {
        "mark": {"type": "line", "strokeWidth": STROKE},
        "encoding": {
            "x": count("step", t("training step"), **letters),
            "y": number("loss", t("loss"), scale=LOGARITHMIC, axis={**letters, "format": ".2~g"}),
            "color": {
                "field": "part",
                "type": "nominal",
                "scale": {"domain": list(parts), "range": colours},
                "legend": {
                    "orient": "top",
                    "title": None,
                    "labelFontSize": LETTERS,
                    "labelColor": ink,
                    "symbolStrokeWidth": STROKE,
                },
            },
        },
    }
    return pd.concat(rows, ignore_index=True), {"layer": [lines, *_level(level, dark)]}


def _level(level: tuple[str, float] | None, dark: bool) -> list[dict[str, object]]:
    if level is None:
        return []
    mark = {"type": "rule", "color": palette.grey(dark), "strokeDash": [6, 6], "strokeWidth": STROKE / 2}
    return [{"data": {"values": [{"level": level[1]}]}, "mark": mark, "encoding": {"y": number("level", "")}}]
