"""Texts with classes made by a grammar: reviews in which order decides, and questions in which words do."""

import random
from collections.abc import Iterator, Sequence

TWINS = 900  # pairs of reviews
SCORED = 5  # every n-th pair is of the test part, both twins of it
THINGS = (
    "soup",
    "room",
    "service",
    "view",
    "wine",
    "bed",
    "music",
    "breakfast",
    "garden",
    "pool",
    "bread",
    "bar",
)
GOOD = ("good", "lovely", "pleasant", "perfect", "charming", "delightful")
BAD = ("bad", "awful", "dull", "poor", "dreadful", "shabby")
WAYS = ("was", "seemed", "looked")
PLACES = ("France", "Norway", "Peru", "Kenya", "Japan", "Brazil", "Canada", "India")
PEOPLE = ("painter", "inventor", "king", "singer", "writer", "president", "dancer", "chemist")
EVENTS = ("the war", "the telephone", "the flood", "the first flight", "the strike", "the festival")
QUESTIONS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("time", ("When did {event} begin in {place} ?", "What year was the {person} of {place} born ?")),
    ("place", ("Where does the {person} of {place} live ?", "What city is the capital of {place} ?")),
    ("person", ("Who was the {person} of {place} ?", "Which {person} came from {place} before {event} ?")),
    ("number", ("How many {person}s are there in {place} ?", "How long did {event} last in {place} ?")),
    ("reason", ("Why did the {person} leave {place} ?", "What caused {event} in {place} ?")),
)
ASKED = 600


def reviews(seed: int) -> str:
    """Reviews as CSV: what comes after "but" counts, and "not" turns it round.

    They come as twins of the very same words and pairs of words, of which one praises and the other blames:
    "I would not say the soup was good , but I would say the bed was good ." and the other way round. Counting
    words cannot tell twins apart.
    """
    luck = random.Random(seed)
    lines = ["text,opinion,part"]
    for twin in range(TWINS):
        part = "test" if twin % SCORED == 0 else "train"
        lines += [f'"{text}",{opinion},{part}' for text, opinion in _twins(luck)]
    return "\n".join(lines) + "\n"


def _twins(luck: random.Random) -> Iterator[tuple[str, str]]:
    """Two reviews that differ in where the "not" stands, and what each of them comes to."""
    first, second = luck.sample(THINGS, 2)
    words, way = luck.choice((GOOD, BAD)), luck.choice(WAYS)
    said = [f"say the {thing} {way} {luck.choice(words)}" for thing in (first, second)]
    for denied in luck.sample((0, 1), 2):
        halves = [f"I would {'not ' if place == denied else ''}{half}" for place, half in enumerate(said)]
        pleased = (words is GOOD) != (denied == 1)
        yield f"{halves[0]} , but {halves[1]} .", "positive" if pleased else "negative"


def questions(seed: int) -> str:
    """Short questions by what they ask for, as CSV."""
    luck = random.Random(seed)
    lines = ["question,type"]
    for number in range(ASKED):
        kind, forms = QUESTIONS[number % len(QUESTIONS)]
        text = luck.choice(forms).format(
            place=luck.choice(PLACES), person=luck.choice(PEOPLE), event=luck.choice(EVENTS)
        )
        lines.append(f"{text},{kind}")
    luck.shuffle(rows := lines[1:])
    return "\n".join([lines[0], *rows]) + "\n"
