"""What telling classes of texts and series apart is: all that the house asks of it."""

from rnnkit.compare.score import Scores
from rnnkit.data.labelled import LabelledOverrides
from rnnkit.data.limits import Limits
from rnnkit.tasks.classify.settings import ClassifyConfig, ResolvedClassify
from rnnkit.tasks.task import Source, Task
from rnnkit.words import t

CLASSIFY = Task(
    name="classify",
    asked=ClassifyConfig,
    resolved=ResolvedClassify,
    source=Source("rnnkit.tasks.classify.source:load", LabelledOverrides, Limits),
    plan="rnnkit.tasks.classify.plan:plan",
    prepare="rnnkit.tasks.classify.run:prepare",
    report="rnnkit.tasks.classify.run:report",
    scores=Scores(
        own=("model", "network"),
        ranked=("log_loss",),
        methods={
            "network": t("network alone"),
            "linear": t("counted words or characters"),
            "shapes": t("shapes and summaries"),
            "warped": t("nearest with time stretched (DTW)"),
            "naive_bayes": t("naive Bayes"),
            "nearest": t("nearest of those known"),
            "majority": t("most frequent of all"),
        },
    ),
    less=t("fewer networks in one, a smaller batch size, fewer steps or a smaller hidden size"),
    optional=("sklearn.linear_model",),
    leaks="rnnkit.tasks.classify.leaks:leaks_of",
    looked_for=t("Checked for rows that stand both in the part that is learned from and in the test part."),
    compare="rnnkit.tasks.classify.compare:COMPARABLE",
    bundle="rnnkit.tasks.classify.kept.bundle:BUNDLE",
    inside="rnnkit.tasks.classify.inside:inside",
    script="rnnkit.tasks.classify.kept.script:classify_code",
    understood="rnnkit.data.labelled.read:understood",
    claims="rnnkit.data.labelled.claims:claims",
    commands="rnnkit.cli.tasks.classify_commands:commands",
    fixed=frozenset({"partner"}),
    hidden="rnnkit.tasks.classify.kept.hidden:HIDING",
    folds="rnnkit.tasks.classify.folds:fold",
    tables={"classes": t("Class by class"), "confusion": t("Which class was taken for which")},
)
