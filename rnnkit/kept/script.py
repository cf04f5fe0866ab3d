"""Settings as a script in plain PyTorch, to be read, changed and run without this project."""

from rnnkit.config import ResolvedForecast, ResolvedText
from rnnkit.kept.forecast_script import forecast_code
from rnnkit.kept.text_script import text_code

USUAL_STEPS = 1_000  # where only a number of epochs is known


def to_pytorch_code(config: ResolvedForecast | ResolvedText) -> str:
    """The network of these settings and its training, as a script: `python train.py DATA`."""
    planned = config.pace[-1][1] if config.pace else USUAL_STEPS
    steps = config.steps or planned
    if isinstance(config, ResolvedForecast):
        return forecast_code(config, steps)
    return text_code(config, steps)
