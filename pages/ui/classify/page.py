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
    about=t("Train recurrent networks to tell what class a text is of, beside a model of words alone."),
    size="pages.ui.form.setting_words:width",
    inside=InsideWords(
        effects=t("In nats of the right class. Each symbol is replaced by that of another text."),
        advice=t("What stands more than {memory} symbols before the end of a text hardly changes the error."),
    ),
    own=t("Bring your own texts"),
    fixes=(
        (t("Train one network"), {"nets": 1}),
        (
            t("Use the suggested sizes"),
            {"hidden_size": None, "embedding_size": None, "num_layers": 1, "nets": None},
        ),
    ),
    examples=Examples(t("Texts with classes"), 3, "pages.ui.classify.example:card"),
    answering=AnsweringWords(
        t("Upload new texts, for {name}"),
        t("A file like the one it learned from, or a text on every line; known classes are scored."),
        limits="pages.ui.classify.choose_texts:limits_words",
        draw="pages.ui.classify.new_answers:new_answers",
    ),
    to_plan="pages.ui.classify.access:to_plan",
    choices={
        "concat": t("Last, largest and mean"),
        "attention": t("Attention"),
        "final": t("Last state"),
    },
    steps={"word_dropout": 0.05, "embedding_dropout": 0.1},
)
