"""What can be learned: one folder a task, its descriptor in `task.py` there; all of them stand here."""

from collections.abc import Mapping

from rnnkit.tasks.classify.task import CLASSIFY
from rnnkit.tasks.compose.task import COMPOSE
from rnnkit.tasks.forecast.task import FORECAST
from rnnkit.tasks.label.task import LABEL
from rnnkit.tasks.memory.task import MEMORY
from rnnkit.tasks.task import Task, by_name
from rnnkit.tasks.text.task import TEXT
from rnnkit.tasks.translate.task import TRANSLATE

TASKS: Mapping[str, Task] = by_name((FORECAST, TEXT, LABEL, TRANSLATE, CLASSIFY, COMPOSE, MEMORY))
