"""What needs no network: a memory of phrases and words, and the nearest source known."""

from rnnkit.baselines.phrase_memory import PhraseMemory, nearest_targets

PAIRS = [
    ("the cat", "die Katze"),
    ("the dog", "der Hund"),
    ("a cat sleeps", "eine Katze schläft"),
    ("a dog sleeps", "ein Hund schläft"),
    ("the cat", "die Katze"),
    ("the cat", "das Kätzchen"),
]


def test_a_known_source_gets_its_most_frequent_target() -> None:
    assert PhraseMemory(PAIRS)("the cat") == "die Katze"


def test_any_other_is_turned_word_by_word_and_unknown_words_stay() -> None:
    assert PhraseMemory(PAIRS)("cat dog sleeps 42") == "Katze Hund schläft 42"


def test_the_nearest_source_gives_its_target() -> None:
    assert nearest_targets(PAIRS, ["a dog sleeps!", "the doggy"]) == ["ein Hund schläft", "der Hund"]
    assert nearest_targets([], ["x"]) == [""]
