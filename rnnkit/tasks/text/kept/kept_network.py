"""The network of a kept language model, built anew: what it answers, and what ONNX is made of."""

from collections.abc import Mapping

from safetensors.torch import load
from torch import Tensor, nn

from rnnkit.files.kept import Kept
from rnnkit.tasks.text.kept.bundle import vocabulary_of
from rnnkit.tasks.text.kept.files import answer
from rnnkit.tasks.text.networks.model import build
from rnnkit.tasks.text.networks.network import LanguageModel
from rnnkit.tasks.text.settings import ResolvedText


class TextScorer(nn.Module):
    """A language model that reads a text from its beginning: symbols `(B, T)` to scores `(B, T, V)`."""

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor) -> Tensor:
        """The scores of what follows every symbol."""
        scores: Tensor = self.model(ids)[0]
        return scores


class WindowScorer(nn.Module):
    """A model of both directions: windows `(B, L)` to the scores `(B, V)` of the symbol after each."""

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor) -> Tensor:
        """The scores of what follows every window."""
        return self.model.after_window(ids)


def language_model(kept: Kept) -> LanguageModel:
    """The network, ready to answer."""
    assert isinstance(kept.config, ResolvedText)
    model = build(kept.config, len(vocabulary_of(kept)))
    model.load_state_dict(load(kept.weights))
    return model.eval()


def answers(kept: Kept, stored: Mapping[str, Tensor]) -> tuple[Tensor, Tensor]:
    """The scores that it gives now to the stored text, and those that it gave."""
    assert isinstance(kept.config, ResolvedText)
    return answer(language_model(kept), kept.config, stored["ids"]), stored["scores"]


def for_onnx(kept: Kept) -> tuple[nn.Module, tuple[Tensor, ...], list[str]]:
    """The network as it is asked, the stored text, and its name."""
    model = language_model(kept)
    ids = load(kept.predictions)["ids"].long()[None]
    return (WindowScorer if kept.config.bidirectional else TextScorer)(model), (ids,), ["ids"]
