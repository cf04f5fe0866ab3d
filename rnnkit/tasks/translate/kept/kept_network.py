"""The network of a kept translator, built anew: what it answers, and what ONNX is made of."""

from collections.abc import Mapping

from safetensors.torch import load
from torch import Tensor, nn

from rnnkit.files.kept import Kept
from rnnkit.tasks.translate.kept.bundle import vocabulary_of
from rnnkit.tasks.translate.kept.files import chances
from rnnkit.tasks.translate.networks.model import build
from rnnkit.tasks.translate.networks.network import Translator
from rnnkit.tasks.translate.settings import ResolvedTranslate


def translator(kept: Kept) -> Translator:
    """The network, ready to answer."""
    assert isinstance(kept.config, ResolvedTranslate)
    model = build(kept.config, len(vocabulary_of(kept)))
    model.load_state_dict(load(kept.weights))
    return model.eval()


def answers(kept: Kept, stored: Mapping[str, Tensor]) -> tuple[Tensor, Tensor]:
    """The probabilities that it gives now to what follows the stored symbols, and those that it gave."""
    return chances(translator(kept), stored["source"], stored["before"]), stored["chances"]


def for_onnx(kept: Kept) -> tuple[nn.Module, tuple[Tensor, ...], list[str]]:
    """The network as it is asked, the stored symbols, and their names."""
    stored = load(kept.predictions)
    ids = tuple(stored[name].long()[None] for name in ("source", "before"))
    return translator(kept), ids, ["source", "before"]
