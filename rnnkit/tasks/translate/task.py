"""What translating is: all that the house asks of it."""

from rnnkit.compare.score import Scores
from rnnkit.data.limits import TextLimits
from rnnkit.data.pairs import PairOverrides
from rnnkit.tasks.task import Source, Task
from rnnkit.tasks.translate.settings import ResolvedTranslate, TranslateConfig
from rnnkit.words import t

TRANSLATE = Task(
    name="translate",
    asked=TranslateConfig,
    resolved=ResolvedTranslate,
    source=Source("rnnkit.tasks.translate.source:load", PairOverrides, TextLimits),
    plan="rnnkit.tasks.translate.plan:plan",
    prepare="rnnkit.tasks.translate.run:prepare",
    report="rnnkit.tasks.translate.run:report",
    scores=Scores(
        own=("model",),
        ranked=("cer",),
        methods={
            "copy": t("copying the source"),
            "phrases": t("phrase memory"),
            "nearest": t("nearest of those known"),
        },
    ),
    less=t("a smaller batch size, hidden size or vocabulary"),
    understood="rnnkit.tasks.translate.source:understood",
    claims="rnnkit.tasks.translate.claims:claims",
    leaks="rnnkit.tasks.translate.leaks:leaks_of",
    looked_for=t("Checked for sources that are in both the training and the test part."),
    compare="rnnkit.tasks.translate.compare:COMPARABLE",
    bundle="rnnkit.tasks.translate.kept.bundle:BUNDLE",
    inside="rnnkit.tasks.translate.inside:inside",
    script="rnnkit.tasks.translate.kept.script:translate_code",
    commands="rnnkit.cli.tasks.translate_commands:commands",
    fixed=frozenset({"beam", "length_penalty", "sample_every"}),
    validated="rnnkit.tasks.translate.validated:validated",
    tables={"examples": t("Examples of the test part"), "samples": t("What it wrote while it learned")},
)
