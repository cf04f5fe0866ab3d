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
    return _by_hand(config) + str(named(script)(config, config.steps or planned))


def _by_hand(config: TrainingSettings) -> str:
    """A comment on what the script leaves out of a run whose rates were changed while it trained."""
    told = ", ".join(f"{factor:g} times at step {step:,}" for step, factor in config.rates)
    return f"# Left out: the learning rate was changed by hand, {told}.\n" if told else ""
