"""The ways to tagged sentences: files, an example, pasted lines."""

from pages.ui.form.ways_in import Pasting, WaysIn
from pages.ui.label.page import PAGE
from rnnkit.data.tagged.read import read_tagged
from rnnkit.data.tagged.tagged import Tagged
from rnnkit.words import t


def _read(_: str, content: bytes) -> Tagged:
    return read_tagged(content)


SENTENCES = WaysIn(
    PAGE,
    _read,
    t("Reading the sentences"),
    drop=t("Drop tagged sentences here: one file, or its train, dev and test files together"),
    formats=t(
        "CoNLL with two or more columns, CoNLL-U, IOB1, BIO, BIOES, BMES, word/TAG, CSV with one token "
        "per row, JSON with spans. Files are told apart by train, dev or test in their names."
    ),
    pasting=Pasting(
        "tagged",
        t("Paste tagged sentences"),
        t("Tagged sentences"),
        placeholder="Ada\tB-PER\nlives\tO\nin\tO\nParis\tB-LOC\n.\tO\n\nRain\tO\n.\tO",
        help=t(
            "One token and its tag per line, with a tab or blanks between; an empty line ends a sentence."
        ),
        use=t("Use these sentences"),
        name=t("Pasted sentences"),
    ),
)
