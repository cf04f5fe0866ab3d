"""The ways to the data of a task that reads one or several text files: upload, example, paste."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.ui.access.reread import show_bytes
from pages.ui.form.bringing import all_held, begin_anew, sample_buttons, tried
from pages.ui.form.elsewhere import lead_elsewhere
from pages.ui.frame import state
from pages.ui.frame.buttons import pressed
from pages.ui.frame.folds import fold, folded
from pages.ui.frame.server.upload_room import forget
from pages.ui.task_page import TaskPage
from rnnkit.data import TextLimits
from rnnkit.data.source.together import together
from rnnkit.words import t


@dataclass(frozen=True)
class Pasting:
    """The fold in which lines are pasted; `key` names its widgets, `name` what came of it."""

    key: str
    fold: str
    label: str
    placeholder: str
    help: str
    use: str
    name: str
    height: int = 200


@dataclass(frozen=True)
class WaysIn:
    """How the data of a page is brought: `read` takes a name and bytes and raises `DataError`."""

    page: TaskPage
    read: Callable[[str, bytes], Any]
    reading: str
    drop: str
    formats: str
    pasting: Pasting

    @property
    def key(self) -> str:
        """The beginning of the names under which the state of these ways is kept."""
        return f"_{self.page.name}"

    def draw(self) -> None:
        """Draw the ways, limits said before; whichever is taken, the page turns to its data."""
        limits = TextLimits.from_environment()
        self._files(limits)
        sample_buttons(self.page)
        self._paste(limits)

    def _files(self, limits: TextLimits) -> None:
        """The upload of one file, or of several parts of one set."""
        key = f"{self.page.name}_upload_{state.get(self.key + '_round', 0)}"
        files = st.file_uploader(
            self.drop,
            accept_multiple_files=True,
            key=key,
            max_upload_size=max(1, int(limits.megabytes)),
            help=self.formats,
        )
        st.caption(
            t("Up to {megabytes:g} MB. Kept on this server only, for you.", megabytes=limits.megabytes)
        )
        if not all_held(key, len(files)) or not files:
            return
        content = together([(file.name, file.getvalue()) for file in files])
        name = files[0].name if len(files) == 1 else ", ".join(file.name for file in files)
        if self._try(name, content):
            for file in files:
                forget(file)
            st.rerun()
        lead_elsewhere(self.page, name, content, "upload")

    def _paste(self, limits: TextLimits) -> None:
        """Pasted lines; while those that were asked for cannot be read, what is wrong stays below them."""
        words, asked = self.pasting, self.key + "_pasted"
        with folded(f"paste_{words.key}", words.fold, ":material/content_paste:"):
            text = st.text_area(
                words.label,
                key=f"pasted_{words.key}",
                placeholder=words.placeholder,
                max_chars=int(limits.megabytes * 1_000_000),
                height=words.height,
                help=words.help,
            )
            if pressed(words.use, key=f"use_{words.key}", icon=":material/check:", disabled=not text):
                state.put({asked: text})
            if text and text == state.get(asked, ""):
                if self._try(words.name, text.encode()):
                    state.put({asked: ""})
                    st.rerun()
                lead_elsewhere(self.page, words.name, text.encode(), "pasted")

    def _try(self, name: str, content: bytes) -> bool:
        """Read the bytes and turn to them; where that fails, say why in one sentence."""
        found = tried(lambda: self.read(name, content), self.reading)
        if found is None:
            return False
        state.put({self.key + "_round": state.get(self.key + "_round", 0) + 1})
        begin_anew(self.page.settings())
        fold(data=True, model=True)
        show_bytes(name[:80], content, self.page.task.source.overrides(), found)
        return True


def limits_words(limits: TextLimits) -> str:
    """How large a file may be."""
    return t("Up to {megabytes:g} MB of text.", megabytes=limits.megabytes)
