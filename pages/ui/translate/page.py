"""Translating on screen: its page, its words, and what draws its parts."""

from pages.ui.frame.page_files import FOLDER
from pages.ui.task_page import AnsweringWords, Examples, InsideWords, TaskPage
from rnnkit.tasks.translate.task import TRANSLATE
from rnnkit.words import t

PAGE = TaskPage(
    TRANSLATE,
    FOLDER / "translate.py",
    ":material/g_translate:",
    t("Translate"),
    about=t("Train a network on pairs of texts: languages, dates, spellings, sums; and see where it looks."),
    size="pages.ui.form.setting_words:width",
    inside=InsideWords(
        effects=t(
            "In nats of the right translation. Each symbol of the source is replaced by that of another."
        ),
        states=t("Each column is what the encoder knows at that symbol of a source."),
    ),
    own=t("Bring your own pairs"),
    fixes=(
        (t("Read it as characters"), {"unit": "char", "max_vocabulary": None}),
        (t("Learn from longer texts, too"), {"max_length": 400}),
        (
            t("Use the suggested sizes"),
            {"hidden_size": None, "embedding_size": None, "num_layers": 1},
        ),
    ),
    examples=Examples(t("Pairs"), 3, "pages.ui.translate.example:card", "pages.ui.translate.example:read"),
    answering=AnsweringWords(
        t("Upload sources line by line, for {name}"),
        t("Every line comes back translated; a file of pairs is scored, too."),
        limits="pages.ui.translate.choose_pairs:limits_words",
        draw="pages.ui.translate.new_data:translations",
    ),
    overlay=(t("Translations"), "pages.ui.translate.overlay:translations_tab"),
    to_plan="pages.ui.translate.access:to_plan",
    writes=True,
    choices={
        "luong": t("Luong"),
        "bahdanau": t("Bahdanau"),
        "linear": t("Linear"),
    },
)
