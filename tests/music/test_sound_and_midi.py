"""What is heard: samples of the right length and pitch that do not clip, and MIDI files parsed by hand."""

import io
import struct
import wave

import numpy as np
import pytest

from rnnkit.data.tunes import Tune, tokens_of
from rnnkit.music import RATE, midi_of, sound_of, timed, wav_of
from rnnkit.music.strings import LONGEST, pluck


def tune(body: str, meter: str = "2/4", key: str = "C", title: str = "") -> Tune:
    return Tune(title, meter, "1/8", key, tuple(tokens_of(body, meter)))


@pytest.mark.parametrize(("pitch", "hertz"), [(69, 440.0), (60, 261.6), (93, 1760.0)])
def test_a_string_has_the_frequency_of_its_note(pitch: int, hertz: float) -> None:
    heard = pluck(pitch, RATE)
    spectrum = np.abs(np.fft.rfft(heard[:RATE] * np.hanning(RATE)))
    assert abs(int(spectrum.argmax()) - hertz) <= 1  # one hertz a place


def test_a_sound_is_as_long_as_the_tune_and_does_not_clip() -> None:
    sound = sound_of(timed(tune('|:"C"[CEG]2"G7"[DFGB]2:|'), 120))
    assert sound.seconds == pytest.approx(2.06, abs=0.01)
    assert not sound.cut
    assert float(np.abs(sound.samples).max()) == pytest.approx(0.89, abs=1e-3)


def test_silence_stays_silent() -> None:
    assert not sound_of(timed(tune("z4|"))).samples.any()


def test_what_is_longer_than_two_minutes_is_cut_and_says_so() -> None:
    sound = sound_of(timed(tune("a4|" * 200), 60))
    assert (sound.cut, sound.whole) == (True, 400.0)
    assert sound.seconds == pytest.approx(LONGEST, abs=0.1)
    assert abs(float(sound.samples[-1])) < 1e-4


def test_a_wav_file_is_read_back() -> None:
    sound = sound_of(timed(tune("c2e2|"), 120))
    with wave.open(io.BytesIO(wav_of(sound))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767
    np.testing.assert_allclose(heard, sound.samples, atol=1e-4)


def parsed(content: bytes) -> tuple[tuple[int, ...], list[tuple[int, bytes]]]:
    """The head of a MIDI file, and its events with their ticks, read as the standard says."""
    assert content[:4] == b"MThd"
    assert content[14:18] == b"MTrk"
    size = struct.unpack(">I", content[18:22])[0]
    assert len(content) == 22 + size
    at, now, events = 22, 0, []
    while at < len(content):
        delta = 0
        while True:
            delta = delta << 7 | content[at] & 0x7F
            at += 1
            if content[at - 1] < 0x80:
                break
        now += delta
        length = 3 + content[at + 2] if content[at] == 0xFF else 2 if content[at] >> 4 == 0xC else 3
        events.append((now, content[at : at + length]))
        at += length
    return struct.unpack(">IHHH", content[4:14]), events


def test_a_midi_file_says_what_is_played() -> None:
    one = tune('"G"^F2 (3cdc|f4|', key="Em", title="Ünder")
    head, events = parsed(midi_of(one, timed(one, 120)))
    assert head == (6, 0, 1, 480)
    metas = {event[1]: event[3:] for _, event in events if event[0] == 0xFF}
    assert metas == {
        3: "Ünder".encode(),
        0x51: (500_000).to_bytes(3),
        0x58: b"\2\2\x18\x08",
        0x59: b"\1\1",
        0x2F: b"",
    }
    assert [(tick, event[1]) for tick, event in events if event[0] == 0x90] == [
        *((0, 66), (480, 72), (640, 74), (800, 72), (960, 78)),
    ]
    assert [(tick, event[1]) for tick, event in events if event[0] == 0x80] == [
        *((480, 66), (640, 72), (800, 74), (960, 72), (1920, 78)),
    ]
    assert len([event for _, event in events if event[0] == 0x91]) == 8
    assert events[-1] == (1920, b"\xff\x2f\0")


def test_a_long_title_is_cut_between_two_letters() -> None:
    """A title takes 120 bytes, which end within the last heart."""
    one = tune("B4|", title="ab" + "\N{HEAVY BLACK HEART}" * 60)
    (title,) = [event[3:] for _, event in parsed(midi_of(one, timed(one)))[1] if event[:2] == b"\xff\x03"]
    assert title.decode() == "ab" + "\N{HEAVY BLACK HEART}" * 39


def test_flats_are_counted_below_zero() -> None:
    one = tune("B4|", key="Gm")
    assert (0, b"\xff\x59\x02" + struct.pack("bB", -2, 1)) in parsed(midi_of(one, timed(one)))[1]
