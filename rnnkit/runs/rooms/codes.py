"""Codes that are read out loud and typed, and names of two words for whoever gives none.

Twenty consonants: nothing looks like another letter or a digit, and no word comes of them. Eight of them are
more than 25 billion codes.
"""

import re
import secrets
from collections.abc import Collection

LETTERS = "BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 8
TRIES = 200  # for a name that nobody has yet

_FIRST = """
amber bold brave brisk bright calm clever cosy curious daring eager early fair famous fast fluffy gentle
glad golden grand happy honest humble jolly keen kind lively lucky mellow merry mighty modest neat nimble
noble patient polite proud quick quiet rapid ready shiny silent silver smart snowy solid steady sunny swift
tender tidy warm wild wise witty young
"""
FIRST = tuple(_FIRST.split())
_SECOND = """
badger bear beaver bison crane cricket deer dolphin dove duck eagle falcon ferret finch fox frog gecko goose
hare hawk hedgehog heron hippo horse ibis jackal koala lark lemur lion lizard llama lynx magpie marten mole
moose newt ocelot orca otter owl panda parrot pelican penguin pony puffin quail rabbit raven robin salmon
seal shark sparrow squirrel stork swan tapir tiger toad trout turtle walrus whale wolf wren yak zebra
"""
SECOND = tuple(_SECOND.split())


def new_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def plain_code(given: str) -> str:
    """A code as it was meant; empty where none looks like that.

    >>> plain_code(" bcdf-ghjk ")
    'BCDFGHJK'
    """
    found = re.sub(r"[\s\-]", "", given[:64]).upper()
    return found if len(found) == LENGTH and set(found) <= set(LETTERS) else ""


def new_pseudonym(taken: Collection[str]) -> str:
    """Two words that nobody else in a room is called by."""
    for _ in range(TRIES):
        found = f"{secrets.choice(FIRST)} {secrets.choice(SECOND)}"
        if found not in taken:
            return found
    return f"{secrets.choice(FIRST)} {secrets.choice(SECOND)} {len(taken) + 1}"
