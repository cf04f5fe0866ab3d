"""The network of a kept classifier, built anew: what it answers, and what ONNX is made of."""

from collections.abc import Mapping

import torch
from safetensors.torch import load
from torch import Tensor, nn

from rnnkit.files.kept import Kept
from rnnkit.tasks.classify.answering import PARTNER, read_partner
from rnnkit.tasks.classify.bundle import answering_of, vocabulary_of
from rnnkit.tasks.classify.files import Answerer
from rnnkit.tasks.classify.model import build
from rnnkit.tasks.classify.network import Classifier
from rnnkit.tasks.classify.settings import ResolvedClassify


def classifier(kept: Kept) -> Classifier:
    """The network, ready to answer."""
    assert isinstance(kept.config, ResolvedClassify)
    vocabulary = vocabulary_of(kept)
    model = build(kept.config, len(vocabulary), len(answering_of(kept).classes), vocabulary.unk or 0)
    model.load_state_dict(load(kept.weights))
    return model.eval()


def answerer(kept: Kept) -> Answerer:
    """All of the model, ready to answer."""
    assert isinstance(kept.config, ResolvedClassify)
    answering = answering_of(kept)
    partner = read_partner(kept.parts[PARTNER], answering)
    return Answerer(classifier(kept), kept.config, vocabulary_of(kept), answering, partner)


def answers(kept: Kept, stored: Mapping[str, Tensor]) -> tuple[Tensor, Tensor]:
    """What it answers now to the stored texts, and what it answered."""
    return torch.from_numpy(answerer(kept).of_numbers(stored["ids"].numpy())), stored["log_p"]


def for_onnx(kept: Kept) -> tuple[nn.Module, tuple[Tensor, ...], list[str]]:
    """The network alone as it is asked, the stored texts, and the names of its inputs."""
    ids = load(kept.predictions)["ids"].long()
    lengths = torch.full((len(ids),), ids.shape[1])
    return classifier(kept), (ids, lengths), ["ids", "lengths"]
