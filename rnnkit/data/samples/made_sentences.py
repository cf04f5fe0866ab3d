"""Tagged sentences made by grammars of this project: word classes, names, and a rule that looks ahead.

The tag of a word depends on what stands around it: `watch` is a noun behind `the` and a verb behind
`they`, and `Florence` lives somewhere or is lived in. So counting alone cannot know it.
"""

import random
from collections.abc import Callable, Sequence

Tagged = list[tuple[str, str]]

SENTENCES = 1_500
BOTH = [
    "watch",
    "plan",
    "fish",
    "paint",
    "dream",
    "walk",
    "light",
    "plant",
    "play",
    "judge",
    "guard",
    "cook",
    "drink",
    "visit",
    "answer",
    "promise",
]
NOUNS = [
    "dog",
    "river",
    "house",
    "letter",
    "garden",
    "teacher",
    "child",
    "bridge",
    "song",
    "window",
    "market",
    "doctor",
]
VERBS = ["see", "find", "carry", "forget", "describe", "follow", "admire", "repair", "remember", "open"]
ADJECTIVES = ["old", "quiet", "green", "heavy", "strange", "small", "bright", "cold"]
ADVERBS = ["often", "never", "slowly", "here", "today", "again"]
PRONOUNS = ["they", "we", "you"]

FIRST = [
    "Ada",
    "Bruno",
    "Clara",
    "David",
    "Elena",
    "Felix",
    "Greta",
    "Hugo",
    "Irene",
    "Jonas",
    "Karin",
    "Leo",
]
LAST = ["Baker", "Carter", "Fisher", "Hunter", "Mason", "Miller", "Porter", "Taylor", "Turner", "Weaver"]
EITHER = ["Florence", "Sydney", "Paris", "Jordan", "Virginia", "Chelsea", "Austin", "Adelaide"]
PLACES = ["Berlin", "Lima", "Oslo", "Kyoto", "Nairobi", "Toronto", "Quito", "Dublin", "Riga", "Hanoi"]
KINDS = ["Steel", "Foods", "Bank", "Motors", "Books", "Air", "Mills"]


def word_classes(seed: int = 0) -> str:
    """Sentences of a small grammar with the class of each word; many words are nouns or verbs by turns."""
    return _written(seed, _clause)


def names_in_sentences(seed: int = 0) -> str:
    """Sentences with people, places and firms in BIO; some names are either, and only the context tells."""
    return _written(seed, _news)


def next_letters(seed: int = 0) -> str:
    """Letters whose tag is the letter that comes next: one direction cannot know it, both directions do."""
    luck = random.Random(seed)
    blocks = []
    for _ in range(600):
        letters = [luck.choice("ab") for _ in range(luck.randint(8, 14))] + ["."]
        after = [*letters[1:], "."]
        blocks.append("\n".join(f"{x}\t{y}" for x, y in zip(letters, after, strict=True)))
    return "\n\n".join(blocks) + "\n"


def _written(seed: int, make: Callable[[random.Random], Tagged]) -> str:
    """Sentences as CoNLL: a token and its tag a line, an empty line behind each sentence."""
    luck = random.Random(seed)
    blocks = ("\n".join(f"{word}\t{tag}" for word, tag in make(luck)) for _ in range(SENTENCES))
    return "\n\n".join(blocks) + "\n"


def _clause(luck: random.Random) -> Tagged:
    """A sentence of one of a few forms."""
    form = luck.choice(("plain", "plain", "to", "can", "order"))
    verb = (_one(luck, (BOTH, VERBS)), "VERB")
    if form == "order":
        found = [verb, *_thing(luck)]
    else:
        who = [(luck.choice(PRONOUNS), "PRON")] if luck.random() < 0.5 else _thing(luck, "s")
        middle = {"plain": [verb], "can": [(luck.choice(("can", "will")), "AUX"), verb]}.get(
            form, [("want", "VERB"), ("to", "PART"), verb]
        )
        found = [*who, *middle, *_thing(luck)]
    if luck.random() < 0.4:
        found += [(luck.choice(("in", "near", "behind")), "ADP"), *_thing(luck)]
    if luck.random() < 0.3:
        found.append((luck.choice(ADVERBS), "ADV"))
    return _begun(found, luck.choice((".", ".", "!")))


def _thing(luck: random.Random, ending: str = "") -> Tagged:
    """An article, perhaps an adjective, and a noun."""
    article = "the" if ending else luck.choice(("the", "a", "this", "every"))
    found = [(article, "DET")]
    if luck.random() < 0.35:
        found.append((luck.choice(ADJECTIVES), "ADJ"))
    noun = _one(luck, (BOTH, NOUNS))
    return [*found, (noun + _plural(noun) if ending else noun, "NOUN")]


def _plural(noun: str) -> str:
    return "es" if noun.endswith("sh") or noun.endswith("ch") else "s"


def _one(luck: random.Random, lists: Sequence[Sequence[str]]) -> str:
    """A word of one of the lists."""
    return luck.choice(luck.choice(lists))


def _begun(words: Tagged, end: str) -> Tagged:
    """With a capital at its beginning and a sign at its end."""
    (first, tag), *rest = words
    return [(first[:1].upper() + first[1:], tag), *rest, (end, "PUNCT")]


def _news(luck: random.Random) -> Tagged:
    """A sentence with names in its slots; a part of them could be a person or a place."""
    form = luck.choice(FORMS)
    found: Tagged = []
    for word in form.split():
        found += SLOTS[word](luck) if word in SLOTS else [(word, "O")]
    (first, tag), *rest = found
    return [(first[:1].upper() + first[1:], tag), *rest]


def _person(luck: random.Random) -> Tagged:
    first = luck.choice(luck.choice((FIRST, EITHER)))
    whole = [(first, "B-PER")]
    return [*whole, (luck.choice(LAST), "I-PER")] if luck.random() < 0.4 else whole


def _place(luck: random.Random) -> Tagged:
    place = luck.choice(luck.choice((PLACES, EITHER)))
    return [("New", "B-LOC"), (place, "I-LOC")] if luck.random() < 0.15 else [(place, "B-LOC")]


def _firm(luck: random.Random) -> Tagged:
    return [(luck.choice(luck.choice((LAST, PLACES, EITHER))), "B-ORG"), (luck.choice(KINDS), "I-ORG")]


SLOTS: dict[str, Callable[[random.Random], Tagged]] = {"PER": _person, "LOC": _place, "ORG": _firm}
FORMS = (
    "PER lives in LOC .",
    "PER met PER in LOC .",
    "yesterday PER left LOC for LOC .",
    "ORG opens a shop in LOC .",
    "PER works for ORG .",
    "the mayor of LOC thanked PER .",
    "a train from LOC to LOC was late .",
    "ORG bought ORG , said PER .",
    "rain is expected in LOC and LOC .",
    "PER wrote a book about LOC .",
    "who told PER that ORG left LOC ?",
    "it was a quiet day .",
    "PER and PER sold the old house near LOC .",
)
