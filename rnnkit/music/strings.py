"""A plucked string in NumPy: a few partials that fade, the high ones sooner, and nothing that clips."""

import io
import wave
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rnnkit.music.timed import Played, Voice

Samples = npt.NDArray[np.float32]

RATE = 22_050
"""Samples a second."""
LONGEST = 120.0
"""Seconds of sound at the most."""
PARTIALS = 8
ATTACK, RELEASE = 0.004, 0.06
"""Seconds in which a note rises, and in which it dies away behind its end."""
FADE = 0.5
"""Seconds in which a tune that is cut dies away."""
RING = 1.6
"""Seconds in which the string at middle C falls to a third."""
LOUDNESS: dict[Voice, float] = {"melody": 1.0, "chords": 0.28}
PEAK = 0.89


@dataclass(frozen=True)
class Sound:
    """Samples (N,) from -1 to 1, and how many seconds the whole tune would take where it was cut."""

    samples: Samples
    whole: float

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return len(self.samples) / RATE

    @property
    def cut(self) -> bool:
        """Whether the tune goes on where the sound ends."""
        return self.whole > LONGEST


def sound_of(played: Played) -> Sound:
    """The sound of a tune, at most two minutes of it.

    >>> from rnnkit.data.tunes import Tune
    >>> from rnnkit.music.timed import timed
    >>> round(sound_of(timed(Tune("", "2/4", "1/8", "C", ("c4", "|]")), 120)).seconds, 2)
    1.06
    """
    second = 60 / played.tempo
    length = min(played.seconds, LONGEST)
    out = np.zeros(int((length + RELEASE) * RATE) + 1, dtype=np.float32)
    known: dict[tuple[int, int, Voice], Samples] = {}
    for note in played.notes:
        start = round(float(note.start) * second * RATE)
        size = round(float(note.length) * second * RATE)
        if start >= length * RATE:
            continue
        own = note.pitch, size, note.voice
        if own not in known:
            known[own] = LOUDNESS[note.voice] * pluck(note.pitch, size)
        heard = known[own][: len(out) - start]
        out[start : start + len(heard)] += heard
    if played.seconds > LONGEST:
        faded = int(FADE * RATE)
        out[-faded:] *= np.linspace(1, 0, faded, dtype=np.float32)
    peak = float(np.abs(out).max(initial=0.0))
    return Sound(out * np.float32(PEAK / peak) if peak else out, played.seconds)


def pluck(pitch: int, size: int) -> Samples:
    """One note of a MIDI number that lasts so many samples, and dies away behind them."""
    frequency = 440.0 * 2 ** ((pitch - 69) / 12)
    time = np.arange(size + int(RELEASE * RATE), dtype=np.float32) / RATE
    ring = RING * (261.6 / frequency) ** 0.5
    partials = [k for k in range(1, PARTIALS + 1) if k * frequency < 0.45 * RATE]
    tone = np.zeros_like(time)
    for k in partials:
        tone += np.sin(2 * np.pi * k * frequency * time) * np.exp(-time * (k**0.8) / ring) / k**1.3
    rise = np.minimum(1, time / ATTACK)
    fall = np.clip(1 - (time - size / RATE) / RELEASE, 0, 1)
    made: Samples = (tone * rise * fall).astype(np.float32)
    return made


def wav_of(sound: Sound) -> bytes:
    """The sound as a WAV file: one channel, 16 bits."""
    sink = io.BytesIO()
    with wave.open(sink, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound.samples * 32767).astype("<i2").tobytes())
    return sink.getvalue()
