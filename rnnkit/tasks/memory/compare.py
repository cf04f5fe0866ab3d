"""How memory runs are compared: the problem decides all rows, and only scores are kept."""

from rnnkit.tasks.task import Comparable
from rnnkit.words import t

COMPARABLE = Comparable(
    lambda _settings, _about, _rows: ("", ""),
    reasons={
        "content": t("They answer different problems, or rows of another length, which is not equally hard.")
    },
)
