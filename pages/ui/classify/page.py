"""Telling classes of texts apart on screen: its page, its words, and what draws its parts."""

from pages.ui.frame.page_files import FOLDER
from pages.ui.task_page import AnsweringWords, Examples, InsideWords, TaskPage
from rnnkit.tasks.classify.task import CLASSIFY
from rnnkit.words import t

PAGE = TaskPage(
    CLASSIFY,
    FOLDER / "classify.py",
    ":material/category:",
    t("Classify"),
    about=t(
        "Train recurrent networks to tell which class a text or a series belongs to, beside simple methods."
    ),
    size="pages.ui.form.setting_words:width",
    inside=InsideWords(
        effects=t("In nats of the right class. Each step is replaced by that of another row."),
        advice=(
            "What stands more than {number} step before the end hardly changes the error.",
            "What stands more than {number} steps before the end hardly changes the error.",
        ),
    ),
    own=t("Bring your own texts or series"),
    fixes=(
        (t("Train one network"), {"nets": 1}),
        (
            t("Use the suggested sizes"),
            {"hidden_size": None, "embedding_size": None, "num_layers": 1, "nets": None},
        ),
    ),
    examples=Examples(
        t("Texts and series with classes"),
        3,
        "pages.ui.classify.example:card",
        "pages.ui.classify.example:read",
    ),
    answering=AnsweringWords(
        t("Upload new texts or series, for {name}"),
        t("A file like the one it learned from, or a text or series per line; known classes are scored."),
        limits="pages.ui.classify.choose_texts:limits_words",
        draw="pages.ui.classify.new_answers:new_answers",
    ),
    to_plan="pages.ui.classify.access:to_plan",
    choices={
        "concat": t("Last, largest and mean"),
        "attention": t("Attention"),
        "final": t("Last state"),
        "channel": t("All series alike"),
        "series": t("Each by itself"),
    },
    steps={"word_dropout": 0.05, "embedding_dropout": 0.1},
)
