"""Pairs as numbers: parts that share no source, units that suit, rows there and back."""

import pytest

from rnnkit.config import parse
from rnnkit.data.pairs import Pairs, read_pairs
from rnnkit.errors import DataError
from rnnkit.tasks.translate.corpus import decode, encode_texts, parts_of, read_corpus, suggested_unit
from rnnkit.tasks.translate.leaks import leaks_in
from rnnkit.tasks.translate.settings import TranslateConfig


def pairs_of(*lines: str) -> Pairs:
    return read_pairs("\n".join(lines).encode())


def counted(count: int) -> list[str]:
    return [f"word{n} and more\tWort{n} und mehr" for n in range(count)]


def test_all_translations_of_a_source_stay_in_one_part() -> None:
    lines = [f"{case}{n}\t{n} {k}" for n in range(60) for k, case in enumerate(("a", "A", "a"))]
    learned, checked, held = parts_of(pairs_of(*lines))
    parts = [
        {source.casefold() for source, _ in learned},
        *({row[0].casefold() for row in part} for part in (checked, held)),
    ]
    assert sum(map(len, parts)) == 60
    assert len(set.union(*parts)) == 60
    assert all(len(right) == 3 for _, right in held)


def test_parts_are_the_same_every_time_and_of_a_tenth_each() -> None:
    first, again = (parts_of(pairs_of(*counted(200))) for _ in range(2))
    assert first == again
    assert list(map(len, first)) == [160, 20, 20]


def test_pairs_to_score_on_are_the_test_part() -> None:
    pairs = pairs_of(*counted(100))
    _, checked, held = parts_of(pairs, pairs_of("a\tb", "a\tc", "d\te"))
    assert held == (("a", ("b", "c")), ("d", ("e",)))
    assert len(checked) == 10
    again = pairs_of(*(f"{source}\t{target[0]}" for source, target in checked))
    _, others, held = parts_of(pairs, again)
    assert {row[0] for row in held} == {row[0] for row in checked}
    assert len(others) == 10
    assert not {row[0] for row in others} & {row[0] for row in held}  # what is scored chooses nothing


def test_too_few_pairs_are_refused() -> None:
    with pytest.raises(DataError, match="Need at least 20 different sources; found 19"):
        read_corpus(pairs_of(*counted(19)), TranslateConfig())


def test_rows_go_there_and_back() -> None:
    for unit in ("char", "bpe"):
        corpus = read_corpus(pairs_of(*counted(80)), parse(TranslateConfig, {"unit": unit}))
        texts = ["word7 and more", "and", "more  word"]
        rows = encode_texts(corpus.vocabulary, texts)
        assert [decode(corpus.vocabulary, row) for row in rows] == texts
        assert all(row[-1] == corpus.end and corpus.end not in row[:-1] for row in rows)


def test_the_unit_follows_the_pairs() -> None:
    assert suggested_unit([("3 May 2001", "2001-05-03")]) == "char"
    assert suggested_unit([("colour", "color")]) == "char"
    assert suggested_unit([("a man in a hat walks by", "ein Mann mit Hut geht vorbei")]) == "bpe"


def test_what_is_too_long_is_counted_and_not_learned_from() -> None:
    long = "x" * 300
    corpus = read_corpus(pairs_of(*counted(100), f"{long}\tshort", f"{long}y\tshort too"), TranslateConfig())
    assert corpus.longer <= 2
    assert max(map(len, corpus.training.sources)) <= 150
    with pytest.raises(DataError, match="Only 0 pairs are at most 4 symbols long"):
        read_corpus(pairs_of(*counted(40)), parse(TranslateConfig, {"max_length": 4, "unit": "char"}))


def test_where_all_that_chooses_is_too_long_the_beginning_of_one_does_with_its_end() -> None:
    lines = counted(60)
    choosing = {source for source, _ in parts_of(pairs_of(*lines))[1]}
    longer = [line + " x" * 100 if line.split("\t")[0] in choosing else line for line in lines]
    corpus = read_corpus(pairs_of(*longer), TranslateConfig())
    (target,) = corpus.validation.targets
    assert len(target) == 150
    assert target[-1] == corpus.end


def test_near_repeats_are_found_said_and_left_out() -> None:
    lines = [
        f"{name} goes{mark}\t{name} geht" for name in map("n{}".format, range(100)) for mark in (".", " !")
    ]
    corpus = read_corpus(pairs_of(*lines), TranslateConfig())
    (finding,) = leaks_in(corpus)
    assert finding.rows == len(corpus.near) > 10
    assert "of the test part" in finding.sentence
    fewer = read_corpus(pairs_of(*lines), TranslateConfig(skip_repeats=True))
    assert len(fewer.held) == len(corpus.held) - finding.rows
    assert leaks_in(fewer) == ()
