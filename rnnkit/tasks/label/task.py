"""What labelling is: all that the house asks of it."""

from rnnkit.compare.score import Scores
from rnnkit.data import TextLimits
from rnnkit.data.tagged.overrides import TaggedOverrides
from rnnkit.tasks.label.settings import LabelConfig, ResolvedLabel
from rnnkit.tasks.task import Source, Task
from rnnkit.words import t

LABEL = Task(
    name="label",
    asked=LabelConfig,
    resolved=ResolvedLabel,
    source=Source("rnnkit.tasks.label.source:load", TaggedOverrides, TextLimits),
    understood="rnnkit.tasks.label.source:understood",
    claims="rnnkit.tasks.label.claims:claims",
    plan="rnnkit.tasks.label.plan:plan",
    prepare="rnnkit.tasks.label.run:prepare",
    report="rnnkit.tasks.label.run:report",
    scores=Scores(
        own=("model",),
        ranked=("span_error", "token_error"),
        methods={
            "frequent": t("most frequent tag"),
            "majority": t("most frequent of all"),
        },
    ),
    less=t("a smaller batch size, embedding size or hidden size"),
    leaks="rnnkit.tasks.label.leaks:leaks_of",
    looked_for=t(
        "Equal sentences are always kept in one part. Checked for sentences of your own test file that are "
        "learned from, and for sentences that differ only in capitals or digits."
    ),
    compare="rnnkit.tasks.label.compare:COMPARABLE",
    bundle="rnnkit.tasks.label.kept.bundle:BUNDLE",
    inside="rnnkit.tasks.label.inside:inside",
    script="rnnkit.tasks.label.kept.script:label_code",
    commands="rnnkit.cli.tasks.label_commands:commands",
    fixed=frozenset({"crf"}),
    hidden="rnnkit.tasks.label.kept.hidden:HIDING",
    folds="rnnkit.tasks.label.folds:fold",
    tables={"tags": t("Tag by tag"), "confusion": t("Which tag was given for which")},
)
