"""What remembering is: all that the house asks of it. Its runs stay here: there is no data to use them on."""

from rnnkit.compare.score import Scores
from rnnkit.tasks.memory.settings import MemoryConfig, ResolvedMemory
from rnnkit.tasks.task import Source, Task
from rnnkit.words import t

MEMORY = Task(
    name="memory",
    asked=MemoryConfig,
    resolved=ResolvedMemory,
    source=Source("rnnkit.tasks.memory.source:load"),
    plan="rnnkit.tasks.memory.plan:plan",
    prepare="rnnkit.tasks.memory.run:prepare",
    report="rnnkit.tasks.memory.run:report",
    scores=Scores(
        own=("model",),
        ranked=("mse", "nats"),
        methods={
            "memoryless": t("no memory"),
        },
    ),
    less=t("a smaller batch size, hidden size or length"),
    level="rnnkit.tasks.memory.report:level",
    compare="rnnkit.tasks.memory.compare:COMPARABLE",
    inside="rnnkit.tasks.memory.inside:inside",
    commands="rnnkit.cli.tasks.memory_commands:commands",
    fixed=frozenset({"problem", "length", "test_length", "symbols"}),
    tables={"examples": t("Examples of the test part")},
)
