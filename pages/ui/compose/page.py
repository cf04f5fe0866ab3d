"""Composing on screen: its page, its words, and what draws its parts."""

from pages.ui.frame.page_files import FOLDER
from pages.ui.task_page import AnsweringWords, Examples, InsideWords, TaskPage
from rnnkit.tasks.compose.task import COMPOSE
from rnnkit.words import t

PAGE = TaskPage(
    COMPOSE,
    FOLDER / "compose.py",
    ":material/music_note:",
    t("Compose"),
    about=t("Train recurrent networks on tunes, give them a meter, a key and first bars, and hear the rest."),
    size="pages.ui.form.setting_words:width",
    inside=InsideWords(
        effects=t("In nats of the right token. Each step is replaced by that of another place."),
        advice=(
            "Anything more than {number} token back hardly changes the error.",
            "Anything more than {number} tokens back hardly changes the error.",
        ),
        states=t("Each column is what it knows after that token of a tune."),
    ),
    own=t("Bring your own tunes"),
    fixes=((t("Use the suggested sizes"), {"hidden_size": None, "embedding_size": None, "num_layers": 1}),),
    examples=Examples(t("Tunes"), 2, "pages.ui.compose.example:card", "pages.ui.compose.example:read"),
    answering=AnsweringWords(
        t("Upload heads of tunes, with first bars if you like, for {name}"),
        t("ABC notation: M: and K: lines, and below them first bars. Each head comes back as a whole tune."),
        limits="pages.ui.form.ways_in:limits_words",
        draw="pages.ui.compose.new_tunes:new_tunes",
    ),
    overlay=(t("Tunes"), "pages.ui.compose.overlay:tunes_tab"),
    to_plan="pages.ui.compose.access:to_plan",
    writes=True,
    sample="pages.ui.compose.drawn_sample:drawn_sample",
)
