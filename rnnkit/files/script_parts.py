"""What the scripts of all tasks say alike: their recurrent layers, and how the weights are moved."""

from collections.abc import Mapping
from typing import Any

from rnnkit.config import HEAVY_BALL, MUON_RATIO, OptimizerName, TrainingSettings

CLASSES: Mapping[OptimizerName, str] = {
    "sgd": "SGD({weights}, lr=LEARNING_RATE, weight_decay={decay})",
    "momentum": f"SGD({{weights}}, lr=LEARNING_RATE, momentum={HEAVY_BALL}, weight_decay={{decay}})",
    "adam": "Adam({weights}, lr=LEARNING_RATE, weight_decay={decay})",
    "adamw": "AdamW({weights}, lr=LEARNING_RATE, weight_decay={decay})",
    "muon": f"Muon({{weights}}, lr={MUON_RATIO:g} * LEARNING_RATE, weight_decay={{decay}})",
}
ALONE = "    optimizer = torch.optim.{all}\n"
ALONE_SCHEDULE = "    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)\n"
BOTH = """\
    named = list(model.named_parameters())
    matrices = [weight for name, weight in named if ".weight_" in name]  # of recurrent layers
    others = [weight for name, weight in named if ".weight_" not in name]
    optimizers = [
        torch.optim.{matrices},
        torch.optim.{others},
    ]
"""
BOTH_SCHEDULES = """\
    schedules = [torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS) for optimizer in optimizers]
"""


def script_values(config: TrainingSettings, steps: int) -> dict[str, Any]:
    """What the template of a script of any task is filled with: settings, layers, optimizer and length."""
    return config.model_dump() | layer_parts(config) | descent_parts(config) | {"steps": steps}


def layer_parts(config: TrainingSettings) -> dict[str, str]:
    """A recurrent layer of torch: its `cell`, the dropout `between` layers, and `options` behind a comma.

    `plain` are those of a layer of one direction, whatever the others are.
    """
    both = ", bidirectional=True" if config.bidirectional else ""
    bent = ', nonlinearity="relu"' if config.cell == "rnn" and config.activation == "relu" else ""
    plain = bent + ("" if config.bias else ", bias=False")
    return {
        "cell": config.cell.upper(),
        "between": "DROPOUT" if config.num_layers > 1 else "0",
        "options": both + plain,
        "plain": plain,
    }


def descent_parts(config: TrainingSettings) -> dict[str, str]:
    """Lines of a script: `optimizer` makes what moves the weights, `move` moves them once."""
    several, cosine = config.optimizer == "muon", config.schedule == "cosine"
    make, schedule = (BOTH, BOTH_SCHEDULES) if several else (ALONE, ALONE_SCHEDULE)
    moved = ["optimizer", *(["schedule"] if cosine else [])]
    return {
        "optimizer": make.format(
            all=_made(config, config.optimizer, "model.parameters()"),
            matrices=_made(config, "muon", "matrices"),
            others=_made(config, "adamw", "others"),
        )
        + (schedule if cosine else ""),
        "move": "".join(STEPS[several].format(name=name) for name in moved),
    }


STEPS = {
    False: "        {name}.step()\n",
    True: "        for {name} in {name}s:\n            {name}.step()\n",
}


def _made(config: TrainingSettings, name: OptimizerName, weights: str) -> str:
    decided = "adamw" if name == "auto" else name  # of a run that was decided before there was a choice
    return CLASSES[decided].format(weights=weights, decay=config.weight_decay)
