"""The leaks of tunes: versions of training tunes among those that are scored."""

from rnnkit.data.tunes import TuneData
from rnnkit.leaks.finding import Finding
from rnnkit.rounding import exact_percent
from rnnkit.tasks.compose.sets import TuneSets, make_sets
from rnnkit.tasks.compose.settings import ComposeConfig
from rnnkit.words import plural, t

QUOTED = 60  # letters of a title


def leaks_of(data: TuneData, config: ComposeConfig) -> tuple[Finding, ...]:
    """The leaks of tunes as a run would part them. Tunes with the same notes never stand in two parts."""
    return findings(make_sets(data, config), config)


def findings(sets: TuneSets, config: ComposeConfig) -> tuple[Finding, ...]:
    """Tunes of the test part most of whose bars stand in one training tune."""
    count, test = len(sets.repeats), len(sets.test) + sets.left
    if not count:
        return ()
    title = next((tune.title for tune in sets.tunes(sets.repeats) if tune.title), "")
    sentence = plural(
        "{number} tune of the test part ({share}) is a version of a training tune: three quarters of its "
        "bars or more are the same{example}.",
        "{number} tunes of the test part ({share}) are versions of training tunes: three quarters of their "
        "bars or more are the same{example}.",
        count,
        share=exact_percent(count / test),
        example=t(", such as {title!r}", title=title[:QUOTED]) if title else "",
    )
    advice = t("Leave the versions out of the score: what was learned by heart says nothing about skill.")
    return (
        Finding(
            "passages",
            sentence,
            advice,
            rows=count,
            share=count / test,
            skip=True,
            active=not config.skip_repeats,
        ),
    )
