"""The leak guard on screen: what gives answers away, what that is worth, and a switch that mends it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.access.results import Result
from pages.ui.frame.words import count, literal, three
from rnnkit.leaks.finding import Finding
from rnnkit.tasks.task import Task
from rnnkit.words import t

TITLES: Mapping[str, str] = {
    "windows": "Windows shared by both parts",
    "scaled": "Scaled with the test part",
    "future": "A later value as a column",
    "target": "The target as a column",
    "duplicates": "Rows in both parts",
    "passages": "Passages in both parts",
}
Switch = Callable[[Finding], None]


def guard(
    findings: Sequence[Finding], task: Task, *, mended: bool = False, switch: Switch | None = None
) -> None:
    """Each finding, and what all of them are worth; or one quiet line that there is none.

    `mended` says that repeats are left out already, so that they are no warning any more; `switch` draws what
    mends one finding alone.
    """
    if not findings:
        st.caption(
            t(":material/verified_user: Leak check passed: nothing here gives the answers away."),
            help=task.looked_for,
        )
        return
    for finding in findings:
        _said(finding, warn=finding.active and not (mended and finding.skip))
        if switch is not None:
            switch(finding)
    gain_table(findings, "leaks")


def _said(finding: Finding, *, warn: bool) -> None:
    """Sentence and advice; loud where a score is flattered, quiet where something is only good to know."""
    title = t(TITLES[finding.kind]) + ("" if finding.certainty == "certain" else t(" (likely)"))
    words = f"{literal(finding.sentence)} {literal(finding.advice)}"
    if warn:
        st.warning(words, icon=":material/warning:", title=title)
    else:
        st.caption(f":material/info: **{title}** · {words}")


def gain_table(findings: Sequence[Finding], key: str) -> None:
    """The scores with the leak beside those without it, on the same rows; smaller is better."""
    frame = gain_frame(findings)
    if not len(frame):
        return
    words: dict[str, Any] = {"inflated": three, "honest": three, "rows": count}
    st.dataframe(
        frame.style.format(words),
        hide_index=True,
        key=f"gains_{key}",
        column_config={
            name: st.column_config.Column(label, help=words) for name, (label, words) in _columns().items()
        },
        alt=t("What each leak is worth: scores with it and without it"),
    )


def gain_frame(findings: Sequence[Finding]) -> pd.DataFrame:
    """One row a score; numbers stay numbers, so that the table can be sorted and copied."""
    rows = [
        {
            "leak": t(TITLES[finding.kind]),
            "column": ", ".join(finding.columns[:3]) or "–",
            "score": gain.metric,
            "inflated": gain.inflated,
            "honest": gain.honest,
            "rows": gain.rows,
            "method": gain.method,
        }
        for finding in findings
        for gain in finding.gains
    ]
    return pd.DataFrame(rows, columns=list(_columns()))


def kept_leaks(results: Sequence[Result]) -> None:
    """Under the verdict: what gave answers away to these runs, as they found out themselves."""
    found = {
        finding.sentence: finding
        for result in results
        for finding in map(Finding.from_dict, result.summary.get("leaks", ()))
        if finding.active
    }
    for finding in found.values():
        st.warning(
            literal(finding.sentence), icon=":material/warning:", title=t("These scores rest on a leak")
        )
    gain_table(list(found.values()), "kept")


def _columns() -> dict[str, tuple[str, str]]:
    """Heading and meaning of every column."""
    return {
        "leak": (t("Leak"), ""),
        "inflated": (t("Inflated"), t("With the leak.")),
        "honest": (t("Honest"), t("Without the leak; the trained network is scored on the new rows only.")),
        "column": (t("Column"), ""),
        "score": (t("Score"), t("An error: smaller is better.")),
        "rows": (t("Rows"), t("Windows, rows or characters that were scored.")),
        "method": (
            t("Measured by"),
            t("A cheap method, fitted with and without the leak, or the trained network."),
        ),
    }
