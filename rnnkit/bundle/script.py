"""Settings as a script in plain PyTorch, to be read, changed and run without this project."""

from rnnkit.config import TrainingSettings
from rnnkit.tasks import TASKS
from rnnkit.tasks.task import named

USUAL_STEPS = 1_000  # where only a number of epochs is known


def to_pytorch_code(config: TrainingSettings) -> str:
    """The network of these settings and its training, as a script: `python train.py DATA`.

    Only for tasks that have one.
    """
    planned = config.pace[-1][1] if config.pace else USUAL_STEPS
    script = TASKS[config.kind()].script
    assert script is not None
    return str(named(script)(config, config.steps or planned))
