"""Tunes made to sound: notes in time, a plucked string in NumPy, and MIDI files.

`order` says what is played when, `timed` makes notes of it, `harmony` an accompaniment; `strings` lets them
sound, and `midi_file` writes them down for other programs.
"""

from rnnkit.music.midi_file import midi_of
from rnnkit.music.strings import RATE, Sound, sound_of, wav_of
from rnnkit.music.timed import Note, Played, default_tempo, timed

__all__ = ["RATE", "Note", "Played", "Sound", "default_tempo", "midi_of", "sound_of", "timed", "wav_of"]
