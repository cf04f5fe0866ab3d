"""A tune to hear, to see and to take home."""

import streamlit as st

from pages.ui.frame.download import download
from pages.ui.frame.folds import folded
from pages.ui.frame.sketch import sketch
from pages.ui.frame.theme import is_dark
from pages.ui.frame.words import duration
from rnnkit.data.tunes import Tune, write_abc
from rnnkit.music import Played, default_tempo, midi_of, sound_of, timed, wav_of
from rnnkit.music.timed import FASTEST, SLOWEST
from rnnkit.pictures.tune_sketch import tune_sketch, tune_words
from rnnkit.words import t

FILE = "tune"
"""The name of files without their ending; a title may hold anything."""


def play_tune(tune: Tune, key: str, given: int = 0) -> None:
    """Draw a tune with its sound, its notation and its files; `key` tells it from others on the page.

    The first `given` tokens, which a person wrote, are drawn in another colour.
    """
    sketch(f"drawn_{key}", tune_sketch(tune, is_dark(), given), tune_words(tune))
    played = _played(tune, key)
    sound = sound_of(played)
    st.audio(wav_of(sound), format="audio/wav")
    if sound.cut:
        st.caption(
            t(
                "You hear the first {heard} of {whole}; the MIDI file has all of it.",
                heard=duration(sound.seconds),
                whole=duration(sound.whole),
            )
        )
    with folded(f"abc_{key}", t("ABC notation"), ":material/code:"):
        st.code(write_abc(tune), language=None, wrap_lines=True)
    with st.container(horizontal=True):
        download(t("ABC"), f"{FILE}.abc", "text/vnd.abc", lambda: write_abc(tune), key=f"abc_{key}")
        download(t("MIDI"), f"{FILE}.mid", "audio/midi", lambda: midi_of(tune, played), key=f"midi_{key}")
        download(t("WAV"), f"{FILE}.wav", "audio/wav", lambda: wav_of(sound), key=f"wav_{key}")


def _played(tune: Tune, key: str) -> Played:
    """The notes in time, as fast as it is wanted, with the chords where they are wanted."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    tempo = left.slider(
        t("Tempo"),
        int(SLOWEST),
        int(FASTEST),
        round(default_tempo(tune)),
        step=5,
        key=f"tempo_{key}",
        format="%d",
        help=t("Quarter notes per minute."),
    )
    chords = right.toggle(
        t("Chords"), True, key=f"chords_{key}", help=t("Plays the chord symbols softly below.")
    )
    return timed(tune, tempo, chords=chords)
