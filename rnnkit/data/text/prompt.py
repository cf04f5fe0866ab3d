"""What a person types to be continued: checked, cleaned like the text, and numbered."""

from dataclasses import dataclass

from rnnkit.data.table.notes import Notes, listing
from rnnkit.data.text.read import clean
from rnnkit.data.text.vocabulary import Ids, Vocabulary
from rnnkit.errors import ConfigError
from rnnkit.words import plural, t

LONGEST = 1000


@dataclass(frozen=True)
class Prompt:
    """The part of a prompt that the model can read, its numbers, and a sentence about what was skipped."""

    text: str
    ids: Ids
    skipped: tuple[str, ...] = ()
    notice: str = ""


def read_prompt(prompt: str, vocabulary: Vocabulary) -> Prompt:
    """Number a prompt; symbols the model has never seen are named and skipped, not guessed.

    Raises `ConfigError` with one sentence where the prompt is too long or nothing of it is known.

    >>> read = read_prompt("aha!", Vocabulary.fit("a h"))
    >>> read.text, read.skipped
    ('aha', ('!',))
    """
    if len(prompt) > LONGEST:
        raise ConfigError(t("Prompt: at most {most:,} characters.", most=LONGEST))
    text = clean(prompt, Notes())
    skipped = vocabulary.unknown(text)
    if not skipped:
        return Prompt(text, vocabulary.encode(text))
    ids = vocabulary.known(text)
    if not len(ids):
        raise ConfigError(t("The model knows nothing of this prompt; use symbols of its training text."))
    notice = plural(
        "{number} symbol not in this model was skipped: {names}.",
        "{number} symbols not in this model were skipped: {names}.",
        len(skipped),
        names=listing([visible(symbol) for symbol in skipped]),
    )
    return Prompt(vocabulary.decode(ids), ids, tuple(skipped), notice)


def visible(symbol: str) -> str:
    """A symbol as one can see it: spaces and line ends by their signs, other invisible ones by number."""
    shown = symbol.replace(" ", "␣").replace("\n", "⏎").replace("\t", "⇥")
    return shown if shown.isprintable() else " ".join(f"U+{ord(char):04X}" for char in symbol)
