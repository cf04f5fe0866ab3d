"""What is told to the person while the data is read: changes that can be switched off, and questions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rnnkit.data.table.table import Change, Question
from rnnkit.words import t

SENTENCE = 160
EXAMPLES = 5


class Notes:
    """Collects changes and questions; `change` answers whether the change is in force."""

    def __init__(self, off: Iterable[str] = ()) -> None:
        self.off = frozenset(off)
        self.changes: list[Change] = []
        self.questions: list[Question] = []

    def change(
        self,
        key: str,
        sentence: str,
        rows: int = 0,
        examples: Sequence[str] = (),
        *,
        warning: bool = False,
        first: bool = False,
    ) -> bool:
        """Note a change. Returns False where the person switched it off, so that it must not be made.

        A key is listed once; what is said again under the same key is added to its examples. `first` puts
        what matters most before all others.
        """
        enabled = key not in self.off
        shown = tuple(shorten(example, 80) for example in examples[:EXAMPLES])
        change = Change(key, shorten(sentence), int(rows), shown, enabled, warning)
        for i, old in enumerate(self.changes):
            if old.key == key:
                said = (*old.examples, shorten(sentence))[-EXAMPLES:]
                rows = old.rows + change.rows
                self.changes[i] = replace(old, rows=rows, examples=said, warning=old.warning or warning)
                return enabled
        self.changes.insert(0 if first else len(self.changes), change)
        return enabled

    def take(self, others: "Notes") -> None:
        """Add what was noted while something was tried."""
        self.changes += others.changes
        self.questions += others.questions

    def ask(self, key: str, sentence: str, rows: int = 0, examples: Sequence[str] = ()) -> None:
        """Note something that only the person can know."""
        shown = tuple(shorten(example, 80) for example in examples[:EXAMPLES])
        self.questions.append(Question(key, shorten(sentence), int(rows), shown))


def shorten(text: str, limit: int = SENTENCE) -> str:
    """The text on one line, cut where it would be too long to read."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def listing(names: Sequence[str], most: int = 3) -> str:
    """A few names and how many more there are: `a, b, c and 4 more`."""
    shown = ", ".join(shorten(name, 24) for name in names[:most])
    more = len(names) - most
    return t("{shown} and {more} more", shown=shown, more=more) if more > 0 else shown
