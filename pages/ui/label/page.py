"""Labelling on screen: its page, its words, and what draws its parts."""

from pages.ui.frame.page_files import FOLDER
from pages.ui.task_page import AnsweringWords, Examples, InsideWords, TaskPage
from rnnkit.tasks.label.task import LABEL
from rnnkit.words import t

PAGE = TaskPage(
    LABEL,
    FOLDER / "label.py",
    ":material/sell:",
    t("Label"),
    about=t("Train recurrent networks to tag every token of a sentence: word classes or names."),
    size="pages.ui.form.setting_words:width",
    inside=InsideWords(
        effects=t("In nats of the right tag. Each token is replaced by that of another sentence."),
        states=t("Each column is what it knows at that token, after reading the sentence from both ends."),
    ),
    own=t("Bring tagged sentences"),
    fixes=((t("Use the suggested sizes"), {"hidden_size": None, "embedding_size": None, "num_layers": 1}),),
    examples=Examples(t("Tagged sentences"), 3, "pages.ui.label.example:card", "pages.ui.label.example:read"),
    answering=AnsweringWords(
        t("Upload a text to be labelled by {name}"),
        t("Plain text is cut into tokens as the training data was. A file with tags is scored as well."),
        limits="pages.ui.form.ways_in:limits_words",
        draw="pages.ui.label.new_labels:new_labels",
    ),
    to_plan="pages.ui.label.access:to_plan",
)
