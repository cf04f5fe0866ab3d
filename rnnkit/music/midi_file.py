"""A tune as a standard MIDI file of format 0: one track, the melody on one channel, the chords on another."""

import struct
from collections.abc import Iterable

from rnnkit.data.tunes import Tune
from rnnkit.data.tunes.keys import PIPES, signature, split_key
from rnnkit.data.tunes.meters import FREE
from rnnkit.music.timed import Played, Voice

TICKS = 480
"""Parts of a quarter note."""
CHANNELS: dict[Voice, int] = {"melody": 0, "chords": 1}
LOUD: dict[Voice, int] = {"melody": 96, "chords": 48}
GUITAR = 24
"""The instrument by its number from 0: a guitar with nylon strings."""
ON, OFF, PROGRAM, META = 0x90, 0x80, 0xC0, 0xFF
NAME, TEMPO, METER, KEY, END = 0x03, 0x51, 0x58, 0x59, 0x2F

Event = tuple[int, int, bytes]
"""When it is, its rank among those of the same moment (ends before beginnings), and its bytes."""


def midi_of(tune: Tune, played: Played) -> bytes:
    """The file, with title, tempo, meter and key."""
    events = [*_head(tune, played), *_notes(played)]
    track = bytearray()
    now = 0
    for tick, _, content in sorted(events):
        track += _number(tick - now) + content
        now = tick
    track += _number(max(0, _tick(played.length) - now)) + _meta(END, b"")
    return b"MThd" + struct.pack(">IHHH", 6, 0, 1, TICKS) + b"MTrk" + struct.pack(">I", len(track)) + track


def _head(tune: Tune, played: Played) -> Iterable[Event]:
    """What the whole tune has."""
    yield 0, 0, _meta(NAME, tune.title.encode("utf-8")[:120].decode("utf-8", "ignore").encode("utf-8"))
    yield 0, 0, _meta(TEMPO, round(60_000_000 / played.tempo).to_bytes(3, "big"))
    if tune.meter != FREE:
        beats, _, below = tune.meter.partition("/")
        yield 0, 0, _meta(METER, bytes((int(beats), int(below).bit_length() - 1, 24, 8)))
    steps = signature(tune.key)
    minor = tune.key != PIPES and split_key(tune.key)[1] in ("m", "dor", "phr", "loc")
    yield 0, 0, _meta(KEY, struct.pack(">bB", sum(steps.values()), minor))
    for channel in CHANNELS.values():
        yield 0, 0, bytes((PROGRAM | channel, GUITAR))


def _notes(played: Played) -> Iterable[Event]:
    for note in played.notes:
        channel = CHANNELS[note.voice]
        begin, end = _tick(note.start), _tick(note.start + note.length)
        if 0 <= note.pitch <= 127 and end > begin:
            yield begin, 2, bytes((ON | channel, note.pitch, LOUD[note.voice]))
            yield end, 1, bytes((OFF | channel, note.pitch, 0))


def _tick(quarters: object) -> int:
    return round(float(quarters) * TICKS)  # type: ignore[arg-type]


def _meta(kind: int, content: bytes) -> bytes:
    return bytes((META, kind)) + _number(len(content)) + content


def _number(value: int) -> bytes:
    """A number in bytes of seven bits, the last one without its eighth: 200 is `81 48`."""
    out = [value & 0x7F]
    while value := value >> 7:
        out.append(0x80 | value & 0x7F)
    return bytes(reversed(out))
