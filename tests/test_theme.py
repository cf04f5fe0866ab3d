"""The theme is readable: contrast by WCAG 2.2, colours apart for colour-blind eyes, one palette."""

import itertools
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rnnkit.bundle.archive import MEGABYTES
from rnnkit.data.limits import Limits, TextLimits
from rnnkit.pictures import palette

ROOT = Path(__file__).parents[1]
CONFIG: dict[str, Any] = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))
THEME = CONFIG["theme"]
MODES = ("light", "dark")
TEXT, GRAPHICS = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11

# What is left of linear red, green, blue for eyes without one kind of cone (Machado et al. 2009).
EYES = {
    "all cones": np.eye(3),
    "protanopia": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
    "deuteranopia": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    "tritanopia": np.array([[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
}


def linear(color: str) -> np.ndarray:
    """`#rrggbb` as linear light."""
    value = np.array([int(color[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    low, high = sorted(float(linear(color) @ [0.2126, 0.7152, 0.0722]) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def seen(color: str, eyes: str) -> np.ndarray:
    """A colour in Oklab, times 100, as these eyes see it; a distance of 2 is just visible."""
    light = np.clip(EYES[eyes] @ linear(color), 0, 1)
    cones = np.array([[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.6300]])
    lab = np.array([[0.2105, 0.7936, -0.0041], [1.9780, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]])
    return 100 * lab @ np.cbrt(cones @ light)


def papers(mode: str) -> list[str]:
    """Every background of a mode that something is drawn or written on."""
    parts = [THEME[mode], THEME[mode]["sidebar"]]
    return [part[key] for part in parts for key in ("backgroundColor", "secondaryBackgroundColor")]


def test_contrast_is_the_ratio_of_wcag() -> None:
    """Black on white is 21; #777777 on white is the well-known 4.48, just too little for text."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("mode", MODES)
def test_text_and_links_are_readable_on_every_background(mode: str) -> None:
    for paper, key in itertools.product(papers(mode), ("textColor", "linkColor")):
        assert contrast(THEME[mode][key], paper) >= TEXT, (key, paper)


@pytest.mark.parametrize("mode", MODES)
def test_buttons_stand_out_and_their_white_words_are_readable(mode: str) -> None:
    primary = THEME[mode]["primaryColor"]
    assert contrast(primary, "#FFFFFF") >= TEXT
    assert min(contrast(primary, paper) for paper in papers(mode)[:2]) >= GRAPHICS


@pytest.mark.parametrize(("mode", "least"), [("light", TEXT), ("dark", 3.5)])
def test_a_selected_pill_is_readable(mode: str, least: float) -> None:
    """Streamlit writes it in the primary colour on a tenth of that colour, and white on a button of it.

    On dark paper no colour reaches 4.5 for both: their product is that of white and the tinted paper, 16.
    """
    primary, paper = THEME[mode]["primaryColor"], THEME[mode]["backgroundColor"]
    parts = [(primary[start : start + 2], paper[start : start + 2]) for start in (1, 3, 5)]
    tint = "#" + "".join(f"{round(0.1 * int(one, 16) + 0.9 * int(other, 16)):02x}" for one, other in parts)
    assert contrast(primary, tint) >= least
    if least < TEXT:
        assert contrast("#FFFFFF", tint) < TEXT**2


@pytest.mark.parametrize("mode", MODES)
def test_every_line_of_a_chart_stands_out_on_both_papers(mode: str) -> None:
    for color, paper in itertools.product(palette.categorical(mode == "dark"), papers(mode)[:2]):
        assert contrast(color, paper) >= GRAPHICS, (color, paper)


@pytest.mark.parametrize("mode", MODES)
def test_grey_serves_for_lines_and_for_quiet_text(mode: str) -> None:
    assert min(contrast(palette.grey(mode == "dark"), paper) for paper in papers(mode)[:2]) >= TEXT


@pytest.mark.parametrize("mode", MODES)
def test_the_grid_is_fainter_than_anything_drawn(mode: str) -> None:
    assert contrast(palette.grid(mode == "dark"), THEME[mode]["backgroundColor"]) < 1.6


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("mode", MODES)
def test_colours_stay_apart_for_all_eyes(mode: str, eyes: str) -> None:
    """Any two are four times what is just visible; the three cells more than five times."""
    colors = [seen(color, eyes) for color in palette.categorical(mode == "dark")]
    apart = {
        pair: float(np.linalg.norm(colors[pair[0]] - colors[pair[1]]))
        for pair in itertools.combinations(range(len(colors)), 2)
    }
    assert min(apart.values()) >= 8
    assert min(apart[pair] for pair in ((0, 1), (0, 2), (1, 2))) >= 11


@pytest.mark.parametrize("mode", MODES)
def test_the_configuration_repeats_the_palette(mode: str) -> None:
    dark = mode == "dark"
    assert tuple(THEME[mode]["chartCategoricalColors"]) == palette.categorical(dark)
    assert THEME[mode]["textColor"] == palette.ink(dark)
    assert THEME[mode]["backgroundColor"] == palette.BACKGROUND[mode]


@pytest.mark.parametrize("mode", MODES)
def test_scales_of_ten_colours_go_one_way(mode: str) -> None:
    """Streamlit ignores a scale that has not exactly ten; larger values leave the paper further behind."""
    assert len(THEME[mode]["chartDivergingColors"]) == 10
    scale = THEME[mode]["chartSequentialColors"]
    away = [contrast(color, THEME[mode]["backgroundColor"]) for color in scale]
    assert len(scale) == 10
    assert away == sorted(away)


@pytest.mark.parametrize("dark", [False, True])
def test_methods_are_told_apart_without_colour(dark: bool) -> None:
    """Baselines share one grey, so each has its own dash, none of them a dash of the cells."""
    styles = [palette.style(name, dark=dark) for name in palette.BASELINE_DASHES]
    dashes = [style.dash for style in styles]
    assert {style.color for style in styles} == {palette.grey(dark)}
    assert len({*dashes, *palette.DASHES.values()}) == len(dashes) + len(palette.DASHES)
    assert len({style.stroke for style in styles}) == len(styles)


def test_a_bidirectional_cell_keeps_its_colour_and_is_dashed() -> None:
    one, both = palette.style("gru"), palette.style("gru", bidirectional=True)
    assert (one.color, one.dash) == ("#0C8170", "solid")
    assert (both.color, both.dash) == (one.color, "dash")


def test_an_unknown_method_always_gets_the_same_other_colour() -> None:
    assert palette.style("naive drift") == palette.style("naive drift")
    assert palette.style("naive drift").color in palette.OTHER_COLORS["light"]


def test_every_network_has_a_colour_of_its_own() -> None:
    names = ("rnn", "gru", "lstm", "cnn", "transformer")
    assert len({palette.style(name).color for name in names}) == len(names)


def test_fading_keeps_the_colour() -> None:
    assert palette.fade("#0C8170", 0.2) == "rgba(12,129,112,0.2)"


def test_every_option_is_known_to_streamlit() -> None:
    """A misspelt option would be ignored with a line in the log that nobody reads."""
    from streamlit import config

    known = set(config.get_config_options(force_reparse=False))
    assert {option for option in options(CONFIG) if option not in known} == set()


def test_every_option_outside_the_colours_has_its_comment() -> None:
    lines = (ROOT / ".streamlit/config.toml").read_text("utf-8").split("[theme.light]")[0].splitlines()
    bare = [
        line
        for before, line in itertools.pairwise(lines)
        if re.match(r"\w+ =", line) and not (before.startswith("#") or re.match(r"\w+ =", before))
    ]
    assert bare == []


def test_the_server_takes_a_little_more_than_the_doctor_allows() -> None:
    """A file just over the limit is answered by a sentence of ours, not by a cut connection."""
    assert (
        1
        <= CONFIG["server"]["maxUploadSize"] - max(Limits().megabytes, TextLimits().megabytes, MEGABYTES)
        <= 5
    )


def test_a_person_never_sees_a_traceback_and_nothing_is_reported() -> None:
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["server"]["enableXsrfProtection"] is True


def test_no_toolbar_takes_cells_out_of_a_table_as_they_are() -> None:
    """A spreadsheet would run those that begin with an equals sign; files of the app are safe."""
    assert CONFIG["client"]["disableDataExport"] is True


def options(table: dict[str, Any], prefix: str = "") -> list[str]:
    """The dotted names of all options of a TOML table."""
    names = []
    for key, value in table.items():
        names += options(value, f"{prefix}{key}.") if isinstance(value, dict) else [prefix + key]
    return names
