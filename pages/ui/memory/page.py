"""Remembering on screen: its page, its words, and what draws its parts."""

from pages.ui.frame.page_files import FOLDER
from pages.ui.task_page import InsideWords, TaskPage
from rnnkit.tasks.memory.task import MEMORY
from rnnkit.words import t

PAGE = TaskPage(
    MEMORY,
    FOLDER / "memory.py",
    ":material/psychology:",
    t("Memory"),
    size="pages.ui.form.setting_words:problem",
    inside=InsideWords(effects=t("In units of the answer. Each step is replaced by that of another row.")),
    choices={
        "same": t("This one only"),
        "mixed": t("All up to this one"),
        "adding": t("Adding two numbers"),
        "copying": t("Copying symbols"),
        "parity": t("Parity of bits"),
        "addition": t("Binary addition"),
        "ahead": t("Seeing what comes"),
    },
)
