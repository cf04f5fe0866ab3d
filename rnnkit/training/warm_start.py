"""Training that begins where an earlier run ended: its best weights, in the same network, on the same data.

The step size starts anew at its full height: a warm restart (Loshchilov & Hutter 2017). The first look at the
validation part is at the weights as they came, so the result is never worse there than what it began with.
"""

import torch
from torch import nn

from rnnkit.config import TrainingSettings, check_same
from rnnkit.data import Vocabulary
from rnnkit.errors import ConfigError
from rnnkit.files.model_file import Model
from rnnkit.training.checkpoint import refill
from rnnkit.words import t


def check_start(config: TrainingSettings, start: Model | None) -> None:
    """Refuse settings that name a run to start from where nobody brings its weights."""
    if config.start_from and start is None:
        raise ConfigError(t("These settings start from a run of the store; train that one further there."))


def start_with(
    network: nn.Module, start: Model, config: TrainingSettings, vocabulary: Vocabulary | None = None
) -> None:
    """Put the weights of an earlier run into a network.

    Raises `ConfigError` that names the first setting in which both differ and may not.
    """
    check_same(start.config, config)
    if start.vocabulary != vocabulary:
        raise ConfigError(t("The run it starts from learned other symbols; take the same text."))
    arrays = {name: torch.from_numpy(array.copy()) for name, array in start.weights.items()}
    refill(network.state_dict(), arrays)
