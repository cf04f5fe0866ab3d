"""Writing a text on screen: its page, its words, and what draws its parts."""

from pages.ui.frame.page_files import FOLDER
from pages.ui.task_page import AnsweringWords, Examples, InsideWords, TaskPage
from rnnkit.tasks.text.task import TEXT
from rnnkit.words import t

PAGE = TaskPage(
    TEXT,
    FOLDER / "generate.py",
    ":material/edit_note:",
    t("Generate"),
    about=t("Train recurrent networks on a text and let them go on writing it."),
    size="pages.ui.form.setting_words:width",
    inside=InsideWords(
        effects=t("In nats of the right symbol. Each symbol is replaced by that of another place.")
    ),
    own=t("Bring your own text"),
    fixes=(
        (t("Read it as characters"), {"unit": "char", "max_vocabulary": None}),
        (
            t("Use the suggested sizes"),
            {"hidden_size": None, "embedding_size": None, "num_layers": 1},
        ),
        (t("Let the samples begin by themselves"), {"sample_prompt": ""}),
    ),
    examples=Examples(t("Texts"), 3, "pages.ui.text.example:card", "pages.ui.text.example:read"),
    answering=AnsweringWords(
        t("Upload another text, for {name}"),
        t("The model is scored on its last 10 %, beside n-grams counted in what comes before."),
        limits="pages.ui.text.choose_text:limits_words",
    ),
    overlay=(t("Texts"), "pages.ui.text.overlay:texts_tab"),
    gates="pages.ui.gates.networks:TextNetwork",
    to_plan="pages.ui.text.access:to_plan",
    writes=True,
    steps={"bptt": 10, "context": 8},
)
