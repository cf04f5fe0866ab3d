"""What composing is: all that the house asks of it."""

from rnnkit.compare.score import Scores
from rnnkit.data.limits import TextLimits
from rnnkit.data.tunes import TuneOverrides
from rnnkit.tasks.compose.settings import ComposeConfig, ResolvedCompose
from rnnkit.tasks.task import Source, Task
from rnnkit.words import t

COMPOSE = Task(
    name="compose",
    asked=ComposeConfig,
    resolved=ResolvedCompose,
    source=Source("rnnkit.tasks.compose.source:load", TuneOverrides, TextLimits),
    plan="rnnkit.tasks.compose.plan:plan",
    prepare="rnnkit.tasks.compose.run:prepare",
    report="rnnkit.tasks.compose.run:report",
    scores=Scores(
        own=("model",),
        ranked=("nats_per_token",),
        methods={
            "ngram": t("n-gram of order {order}"),
            "characters": t("characters, order {order}"),
            "unigram": t("symbols by frequency"),
            "real": t("the test tunes themselves"),
        },
    ),
    less=t("a smaller batch size or hidden size"),
    understood="rnnkit.tasks.compose.source:understood",
    claims="rnnkit.tasks.compose.claims:claims",
    leaks="rnnkit.tasks.compose.leaks:leaks_of",
    looked_for=t(
        "Tunes with the same notes are always kept in one part. Checked for versions of training tunes in "
        "the test part."
    ),
    compare="rnnkit.tasks.compose.compare:COMPARABLE",
    bundle="rnnkit.tasks.compose.kept.bundle:BUNDLE",
    inside="rnnkit.tasks.compose.inside:inside",
    script="rnnkit.tasks.compose.kept.script:compose_code",
    commands="rnnkit.cli.tasks.compose_commands:commands",
    fixed=frozenset({"sample_every"}),
    folds="rnnkit.tasks.compose.folds:fold",
    tables={"made": t("Tunes that it composed"), "samples": t("What it wrote while it learned")},
)
