"""Passages of the part to score on that stand in the training part."""

from itertools import pairwise

import numpy as np
import pytest

from rnnkit.data import TextParts, split
from rnnkit.data.samples import sample_bytes, samples_of
from rnnkit.errors import DataError
from rnnkit.leaks.passages import codes_of, find_passages, least_of, without
from rnnkit.tasks.text.corpus import read_corpus
from rnnkit.tasks.text.leaks import Repeats, text_leaks
from rnnkit.tasks.text.settings import TextConfig

LETTERS = list("etaoinshrdlu ")


def babble(length: int, seed: int = 0) -> str:
    """Letters without a passage that comes twice."""
    return "".join(np.random.default_rng(seed).choice(LETTERS, length))


def planted(passage: int = 900, at: int = 300) -> TextParts:
    """A passage of the training part inside the test part."""
    training, test = babble(30_000), babble(6_000, 1)
    return TextParts(training, "", test[:at] + training[5_000 : 5_000 + passage] + test[at:])


def test_a_repeated_passage_is_found_with_its_place_and_its_worth() -> None:
    parts = planted()
    (passage,) = find_passages(parts.training, parts.test)
    found = parts.test[passage.start : passage.end]
    assert found == parts.training[passage.source : passage.source + len(found)]
    assert passage.start <= 300
    assert 1200 <= passage.end < 1210
    (finding,) = text_leaks(Repeats(parts))
    assert (finding.kind, finding.active, finding.skip) == ("passages", True, True)
    assert finding.share == pytest.approx(len(found) / len(parts.test))
    assert "1 passage of 90" in finding.sentence
    assert len(finding.sentence) <= 160


def test_a_repeated_passage_flatters_counting() -> None:
    parts = split(sample_bytes("tunes").decode())
    copied = parts.training[10_000:13_000]
    test = parts.test[:2_000] + copied + parts.test[2_000:]
    (finding,) = text_leaks(Repeats(TextParts(parts.training, "", test)))
    (gain,) = finding.gains
    assert (gain.metric, gain.method) == ("bits per character", "n-gram of characters")
    assert gain.inflated < 0.95 * gain.honest


@pytest.mark.parametrize("length", [220, 300, 2_000])
def test_a_passage_is_found_wherever_it_begins(length: int) -> None:
    training = babble(20_000)
    least = least_of(codes_of(babble(4_000, 1)))
    assert least is not None
    assert least < length
    for source in range(7_000, 7_000 + least, 17):
        (found,) = find_passages(training, babble(3_000, 1) + training[source : source + length])
        assert found.end - found.start >= length


def test_passages_do_not_overlap_where_two_of_the_training_part_do() -> None:
    first, second, third = (babble(length, seed) for length, seed in ((400, 11), (60, 12), (400, 13)))
    training = babble(3_000, 14) + first + second + babble(3_000, 15) + second + third + babble(1_000, 16)
    test = babble(2_000, 17) + first + second + third + babble(2_000, 18)
    found = find_passages(training, test)
    assert found
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(test[one.start : one.end] == training[one.source :][: one.end - one.start] for one in found)
    assert sum(one.end - one.start for one in found) >= 800


def test_short_phrases_are_the_language_and_no_leak() -> None:
    training = babble(20_000)
    test = "".join(babble(200, seed) + training[100 * seed : 100 * seed + 40] for seed in range(1, 12))
    assert find_passages(training, test) == []
    assert text_leaks(Repeats(TextParts(training, "", test))) == ()


def test_a_text_without_variety_has_no_passages() -> None:
    assert text_leaks(Repeats(TextParts("a" * 9_000, "", "a" * 1_000))) == ()


def test_what_stands_twice_in_the_text_is_found_after_the_split() -> None:
    half = babble(20_000)
    (finding,) = text_leaks(Repeats(split(half * 3)))  # the middle chooses, so one copy is learned whole
    assert finding.share == 1


def test_lines_that_stand_for_themselves_repeat_however_short() -> None:
    names = [babble(6, seed).replace(" ", "e") for seed in range(400)]
    text = "\n".join([*names, *names[:20]]) + "\n"
    parts = split(text, by_line=True)
    assert text_leaks(Repeats(parts)) == ()
    (finding,) = text_leaks(Repeats(parts, by_line=True))
    assert finding.kind == "passages"
    assert finding.sentence.startswith("20 lines of the test part (")
    kept = Repeats(parts, by_line=True).left_out().test.splitlines()
    assert set(kept).isdisjoint(names[:20])
    assert len(kept) == len(parts.test.splitlines()) - 20


def test_without_repeats_only_the_new_is_scored() -> None:
    parts = planted()
    text = parts.training + parts.test
    config = TextConfig(skip_repeats=True)
    corpus = read_corpus(parts.training, config, test=parts.test)
    ((start, end),) = Repeats(parts).spans
    assert corpus.parts.test == parts.test[:start] + parts.test[end:]
    assert read_corpus(text, TextConfig()).parts.test == split(text).test
    (finding,) = text_leaks(Repeats(parts), skipped=True)
    assert not finding.active
    with pytest.raises(DataError, match="nothing new is left to score"):
        read_corpus(parts.training, config, test=parts.training[:4_000])


def test_cutting_out_stretches() -> None:
    assert without("abcdefgh", [(0, 2), (3, 4), (7, 8)]) == "cefg"
    assert without("abc", []) == "abc"


def test_no_sample_gives_an_alarm() -> None:
    for key, sample in samples_of("text").items():
        if sample.remote is None and key != "manual":  # whose chapters do quote each other
            by_line = bool(sample.settings.get("document_per_line"))
            parts = split(sample_bytes(key).decode(), by_line=by_line)
            assert text_leaks(Repeats(parts, by_line)) == (), key
