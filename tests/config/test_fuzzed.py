"""F14: whatever stands in settings, they are such as can be run, or refused in one sentence."""

import json

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import pages.ui.form.forms  # noqa: F401  # which knows the settings of every page
from rnnkit import config
from rnnkit.config import Settings, parse
from rnnkit.errors import ConfigError
from rnnkit.runs.execute import JOBS
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import named
from tests.faults.plan import rounds


def every_kind(kind: type[Settings]) -> list[type[Settings]]:
    """A kind of settings and all that are made of it, as far as they were imported."""
    return [kind, *(found for part in kind.__subclasses__() for found in every_kind(part))]


SEEN = [named(job.settings) for job in JOBS.values()] + [task.resolved for task in TASKS.values()]
KINDS = [
    kind
    for kind in dict.fromkeys(every_kind(Settings))
    if kind.__module__.endswith("settings") or kind.__module__.startswith("rnnkit.config.")
]
LONGEST = 400  # characters of a sentence that lists every choice of a field

numbers = st.integers(-3, 300) | st.integers() | st.floats()
words = st.sampled_from(["", "lstm", "auto", "none", "1", "true", "\x00", "\u202e", "9" * 400]) | st.text(
    max_size=9
)
scalars = st.none() | st.booleans() | numbers | words
values = scalars | st.lists(scalars, max_size=3) | st.dictionaries(words, scalars, max_size=2)


@st.composite
def orders(draw: st.DrawFn) -> tuple[type[Settings], dict[str, object]]:
    """A kind of settings, and what somebody gives for some of its fields, among them what is allowed."""
    kind = draw(st.sampled_from(KINDS))
    names = draw(st.lists(st.sampled_from([*kind.model_fields, "nonsense"]), max_size=4, unique=True))
    allowed = {name: config.choices(kind, name) for name in names if name in kind.model_fields}
    return kind, {
        name: draw(values | st.sampled_from(allowed[name]) if allowed.get(name) else values) for name in names
    }


@settings(
    max_examples=rounds(400, 5000),
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(orders())
def test_settings_can_be_run_or_are_refused_in_one_sentence(
    order: tuple[type[Settings], dict[str, object]],
) -> None:
    kind, given_ = order
    found = [outcome(kind, given_), outcome(kind, json.dumps(given_))]
    for one in found:
        if isinstance(one, Settings):
            assert parse(kind, one.model_dump_json()) == one
        else:
            assert one.endswith(".")
            assert "\n" not in one
            assert len(one) <= LONGEST, one


def outcome(kind: type[Settings], given_: dict[str, object] | str) -> Settings | str:
    try:
        return parse(kind, given_)
    except ConfigError as error:
        return str(error)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "1", '"a"', "{}x", "\x00", "[" * 5000])
def test_what_is_no_settings_at_all_is_refused(text: str) -> None:
    assert all(isinstance(outcome(kind, text), str) for kind in KINDS)
