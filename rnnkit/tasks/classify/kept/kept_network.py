"""The network of a kept classifier, built anew: what it answers, and what ONNX is made of."""

from collections.abc import Mapping

import torch
from safetensors.torch import load
from torch import Tensor, nn

from rnnkit.files.kept import Kept
from rnnkit.tasks.classify.answerer import Answerer
from rnnkit.tasks.classify.kept.bundle import answering_of, entry_of
from rnnkit.tasks.classify.kinds import KINDS
from rnnkit.tasks.classify.networks.model import build
from rnnkit.tasks.classify.networks.network import Classifier
from rnnkit.tasks.classify.networks.objective import padded
from rnnkit.tasks.classify.settings import ResolvedClassify
from rnnkit.tasks.task import named


def classifier(kept: Kept) -> Classifier:
    """The network, ready to answer."""
    assert isinstance(kept.config, ResolvedClassify)
    model = build(kept.config, entry_of(kept.parts), len(answering_of(kept).classes))
    model.load_state_dict(load(kept.weights))
    return model.eval()


def answerer(kept: Kept) -> Answerer:
    """All of the model, ready to answer."""
    assert isinstance(kept.config, ResolvedClassify)
    make = named(KINDS[kept.config.inputs].answerer)
    found: Answerer = make(classifier(kept), kept.config, answering_of(kept), kept.parts)
    return found


def answers(kept: Kept, stored: Mapping[str, Tensor]) -> tuple[Tensor, Tensor]:
    """What it answers now to the stored rows, and what it answered."""
    assert isinstance(kept.config, ResolvedClassify)
    rows = stored[KINDS[kept.config.inputs].stored].numpy()
    return torch.from_numpy(answerer(kept).of_stored(rows)), stored["log_p"]


def for_onnx(kept: Kept) -> tuple[nn.Module, tuple[Tensor, ...], list[str]]:
    """The network alone as it is asked, the stored rows as its steps, and the names of its inputs."""
    assert isinstance(kept.config, ResolvedClassify)
    name, found = KINDS[kept.config.inputs].stored, answerer(kept)
    stored = load(kept.predictions)[name].numpy()
    steps, lengths = padded([found.numbers(found.row(row)) for row in stored], torch.device("cpu"))
    return classifier(kept), (steps, lengths), [name, "lengths"]
