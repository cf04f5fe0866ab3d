"""What learning to write is: all that the house asks of it."""

from rnnkit.compare.score import CHOSEN_BY_SCORE, Scores
from rnnkit.data import TextLimits, TextOverrides
from rnnkit.tasks.task import Source, Task
from rnnkit.tasks.text.settings import ResolvedText, TextConfig
from rnnkit.words import t

TEXT = Task(
    name="text",
    asked=TextConfig,
    resolved=ResolvedText,
    source=Source("rnnkit.tasks.text.source:load", TextOverrides, TextLimits),
    plan="rnnkit.tasks.text.plan:plan",
    prepare="rnnkit.tasks.text.run:prepare",
    report="rnnkit.tasks.text.run:report",
    scores=Scores(
        own=("test", CHOSEN_BY_SCORE, "training"),
        ranked=("bits_per_char",),
        methods={
            "ngram": t("n-gram of order {order}"),
            "unigram": t("symbols by frequency"),
        },
    ),
    less=t("a smaller batch size, fewer steps back or a smaller hidden size"),
    leaks="rnnkit.tasks.text.leaks:leaks_of",
    looked_for=t("Checked for passages that appear in both the training and the test part of the text."),
    compare="rnnkit.tasks.text.compare:COMPARABLE",
    bundle="rnnkit.tasks.text.kept.bundle:BUNDLE",
    inside="rnnkit.tasks.text.inside:inside",
    script="rnnkit.tasks.text.kept.script:text_code",
    commands="rnnkit.cli.tasks.text_commands:commands",
    understood="rnnkit.tasks.text.source:understood",
    claims="rnnkit.tasks.text.claims:claims",
    fixed=frozenset({"document_per_line", "sample_prompt", "sample_every"}),
    hidden="rnnkit.tasks.text.kept.hidden:HIDING",
    validated="rnnkit.tasks.text.validated:validated",
    tables={"samples": t("What it wrote while it learned")},
)
