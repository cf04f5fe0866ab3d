"""The ways to tunes: files, an example, pasted lines."""

from pages.ui.compose.page import PAGE
from pages.ui.form.ways_in import Pasting, WaysIn
from rnnkit.data.tunes import TuneData, read_tunes
from rnnkit.words import t


def _read(name: str, content: bytes) -> TuneData:
    return read_tunes(content, name=name)


TUNES = WaysIn(
    PAGE,
    _read,
    t("Reading the tunes"),
    drop=t("Drop tunes in ABC notation here: up to six files, or more in a ZIP"),
    formats=t(
        "ABC files, a ZIP of them, or a table with a column of tunes. Files are told apart by train, dev "
        "or test in their names."
    ),
    pasting=Pasting(
        "tunes",
        t("Paste tunes"),
        t("Tunes in ABC notation"),
        placeholder="X:1\nT:A tune\nM:6/8\nL:1/8\nK:D\n|: d2A A2F | GAB A3 :|\n",
        help=t("Each begins with X: and has M: (meter), L: (length of a note) and K: (key) lines."),
        use=t("Use these tunes"),
        name=t("Pasted tunes"),
        height=240,
    ),
)
