"""Who is better, and whether that is real: ranked within a basis, never across."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.access.resources import only_looking, visitor
from pages.ui.access.start_runs import queue
from pages.ui.compare.compared_runs import Record, repeats
from pages.ui.compare.differences import difference_words, differences
from pages.ui.frame.buttons import pressed
from pages.ui.frame.words import count, duration, literal, three
from pages.ui.result.run_names import seed_words
from pages.ui.tasks import settings_of
from rnnkit.compare import Basis
from rnnkit.config import TrainingSettings, repeated
from rnnkit.errors import RnnkitError
from rnnkit.files.encoding import new_id
from rnnkit.tasks.comparing import why_apart
from rnnkit.words import plural, t

USUAL_REPEATS = 4


def ranking(groups: Sequence[Sequence[Record]], bases: Sequence[Basis], everything: Sequence[Record]) -> None:
    """Each group of comparable runs with its order; why groups are kept apart; and more seeds."""
    ranked = [group for group in groups if len(group) > 1]
    if ranked:
        st.subheader(t("Is the difference real?"))
    for group in ranked:
        _order(group)
        _answers(group, everything)
        if not only_looking():
            _more_seeds(group, everything)
    _why_apart(groups, bases)


def _order(group: Sequence[Record]) -> None:
    """The runs of a group, best first, on one line."""
    ordered = best_first(group)
    parts = [f"{literal(record.run.label)} ({three(_value(record))})" for record in ordered]
    metric = ordered[0].score.name if ordered[0].score else ""
    st.markdown(t("By {metric}, best first: {runs}", metric=metric, runs=", ".join(parts)))


def best_first(group: Sequence[Record]) -> list[Record]:
    """The smallest score first."""
    return sorted(group, key=_value)


def _value(record: Record) -> float:
    return record.score.value if record.score else float("inf")


def _answers(group: Sequence[Record], everything: Sequence[Record]) -> None:
    """The best run beside each of the others: is it really better?"""
    best, *others = best_first(group)
    few = False
    comparisons = len(group) * (len(group) - 1) // 2  # whoever is best was chosen among all pairs
    for other in others:
        first, *more = differences(best, other, everything, comparisons)
        real = first.answer != "cannot tell"
        show, icon = (st.success, ":material/trophy:") if real else (st.info, ":material/balance:")
        show(difference_words(first, best, other, comparisons), icon=icon)
        for further in more:
            st.caption(difference_words(further, best, other, comparisons))
        few = few or not first.told
    if few:
        st.caption(t("A longer test part gives more starts to compare; repeats over seeds help as well."))


def _why_apart(groups: Sequence[Sequence[Record]], bases: Sequence[Basis]) -> None:
    """Why groups are shown but not ranked with each other; nothing where there is one alone."""
    if len(groups) < 2:
        return
    reasons = dict.fromkeys(why_apart(bases[0], basis) for basis in bases)
    sets = " | ".join(", ".join(literal(record.run.label) for record in group) for group in groups)
    st.warning(
        t("Not ranked together: {sets}. {reason}", sets=sets, reason=" ".join(filter(None, reasons))),
        icon=":material/call_split:",
    )


def _more_seeds(group: Sequence[Record], everything: Sequence[Record]) -> None:
    """The button that trains every run of the group again with other luck; while they work, it waits."""
    families = {record.recipe: record for record in group}
    active = sum(other.run.active for record in families.values() for other in repeats(record, everything))
    if active:
        words = plural(
            "{number} repeat is still running or waiting.",
            "{number} repeats are still running or waiting.",
            active,
        )
        st.caption(words)
        return
    key = group[0].run.id
    most = max(1, visitor().quotas.queued_each // len(families))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        number = st.number_input(
            t("More seeds"), 1, most, min(USUAL_REPEATS, most), key=f"further_{key}", width=140
        )
        wanted = pressed(
            t("Repeat over seeds"),
            key=f"repeat_{key}",
            icon=":material/casino:",
            help=t(
                "Trains every run of this group again with other seeds and as many steps as before, "
                "to tell skill from luck."
            ),
        )
        st.caption(_cost(list(families.values()), int(number)))
    if wanted:
        _repeat(list(families.values()), everything, int(number))


def _cost(families: Sequence[Record], number: int) -> str:
    found = [record.found for record in families if record.found]
    return plural(
        "{number} run of about {time} ({steps} steps)",
        "{number} runs of about {time} each ({steps} steps)",
        len(families) * number,
        time=duration(sum(one.seconds for one in found) / len(families)),
        steps=" | ".join(count(steps) for steps in dict.fromkeys(one.steps for one in found)),
    )


def _repeat(families: Sequence[Record], everything: Sequence[Record], number: int) -> None:
    """Queue each configuration with the first seeds that none of them had, all as one group."""
    used = {other.config.seed for record in families for other in repeats(record, everything)}
    seeds = [seed for seed in range(len(used) + number) if seed not in used][:number]
    orders: dict[str, list[tuple[str, TrainingSettings]]] = {}
    for record in families:
        decided = record.found.settings if record.found else {}
        asked = settings_of(record.run)
        more = [(_seed_label(record, seed), repeated(asked, decided, seed)) for seed in seeds]
        orders.setdefault(record.run.dataset_id, []).extend(more)
    together = new_id()
    try:
        for dataset_id, configs in orders.items():
            queue(dataset_id, configs, together)
    except RnnkitError as error:
        st.error(literal(error), icon=":material/block:")
    else:
        st.rerun()


def _seed_label(record: Record, seed: int) -> str:
    """The name of the run with its seed; an older seed falls away."""
    return record.family + seed_words(seed)
