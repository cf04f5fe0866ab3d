"""A language model, with what precision it is computed, and what it says about a text: nats per symbol."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from rnnkit.quick.layers import without_onednn
from rnnkit.tasks.text.networks.network import LanguageModel, LanguageShape
from rnnkit.tasks.text.plan import SCORED_AT_ONCE, WINDOWS
from rnnkit.tasks.text.settings import Precision, ResolvedText

WARM_UP = 512  # symbols read before those that are scored: beyond, nobody remembers the difference
SEGMENTS = 32  # of a long text, scored side by side
LONG_TEXT = 30_000  # symbols; a shorter one is scored in one go from its first symbol
HALF_WORTH = 128  # hidden size from which 16 bits gain more than they cost


def build(config: ResolvedText, vocabulary: int) -> LanguageModel:
    """The network that the settings ask for, for so many symbols."""
    names = LanguageShape.__dataclass_fields__
    asked = {name: getattr(config, name) for name in names if hasattr(config, name)}
    return LanguageModel(LanguageShape(vocabulary=vocabulary, **asked))


def choose_precision(config: ResolvedText, device: torch.device) -> Precision:
    """16 bits where the machine multiplies them natively and the products are large enough to gain."""
    if config.precision != "auto":
        return config.precision
    return "bfloat16" if config.hidden_size >= HALF_WORTH and has_bfloat16(device) else "float32"


def has_bfloat16(device: torch.device) -> bool:
    """Whether a device multiplies numbers of 16 bits in one instruction."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device.type == "cpu":
        abilities = torch.cpu.get_capabilities()
        return bool(abilities.get("avx512_bf16") or abilities.get("amx_bf16"))
    return False


@contextmanager
def autocast(precision: Precision, device: torch.device) -> Iterator[None]:
    """Compute what is inside with this precision, also where a machine can only emulate it."""
    half = precision == "bfloat16"
    emulated = half and device.type == "cpu" and not has_bfloat16(device)
    kernels = without_onednn() if emulated else nullcontext()
    with torch.autocast(device.type, torch.bfloat16, enabled=half), kernels:
        yield


def nats(scores: Tensor, answers: Tensor) -> Tensor:
    """Mean of -ln p of the answers `(...)` by scores `(..., V)`."""
    return cross_entropy(scores.flatten(0, -2).float(), answers.flatten().long())


def nats_each(scores: Tensor, answers: Tensor) -> Tensor:
    """-ln p of each of the answers `(...)` by scores `(..., V)`."""
    flat = cross_entropy(scores.flatten(0, -2).float(), answers.flatten().long(), reduction="none")
    return flat.view(answers.shape)


@torch.no_grad()
def score_stream(model: LanguageModel, ids: Tensor) -> Tensor:
    """Nats of every symbol of a whole text `(N,)` after the first: `(N - 1,)`, the state carried.

    A long text is read in segments side by side, each from far enough before its first scored symbol.
    """
    answers = len(ids) - 1
    length = answers // SEGMENTS if answers >= LONG_TEXT else 0
    head = answers - length * (SEGMENTS - 1)
    found = score_segments(model, ids, torch.zeros(1, dtype=torch.long), head, 0).flatten()
    if not length:
        return found
    starts = head + length * torch.arange(SEGMENTS - 1)
    return torch.cat([found, score_segments(model, ids, starts, length, WARM_UP).flatten()])


@torch.no_grad()
def score_segments(model: LanguageModel, ids: Tensor, starts: Tensor, length: int, warm_up: int) -> Tensor:
    """Nats `(S, length)` of the symbols after each of the starts `(S,)`, read from before them."""
    offsets = torch.arange(-warm_up, length + 1)
    rows = ids[(starts[:, None] + offsets).to(ids.device)]  # (S, warm_up + length + 1)
    each = model.shape.vocabulary + model.recurrent.output_size
    at_once = max(1, SCORED_AT_ONCE // (len(starts) * each))
    found, memory = [], None
    for start in range(0, warm_up + length, at_once):
        end = min(start + at_once, warm_up + length)
        scores, memory = model(rows[:, start:end], memory)
        skipped = max(0, warm_up - start)
        if skipped < end - start:
            found.append(nats_each(scores[:, skipped:], rows[:, start + 1 : end + 1][:, skipped:]))
    return torch.cat(found, dim=1)


@torch.no_grad()
def score_windows(model: LanguageModel, ids: Tensor, positions: Tensor, context: int) -> Tensor:
    """Nats `(P,)` of a bidirectional model at these rising positions `(P,)`, from the window before each."""
    found = []
    for part, length in _alike(positions, context):
        windows = ids[(part[:, None] + torch.arange(-length, 0)).to(ids.device)]
        found.append(nats_each(model.after_window(windows), ids[part.to(ids.device)]))
    return torch.cat(found)


def _alike(positions: Tensor, context: int) -> Iterator[tuple[Tensor, int]]:
    """Positions in parts whose windows are equally long: near the start of the text they are short."""
    for position in positions[positions < context]:
        yield position[None], int(position)
    for part in torch.split(positions[positions >= context], WINDOWS):
        if len(part):
            yield part, context


def weights_of(model: LanguageModel) -> dict[str, torch.Tensor]:
    """The weights by name, on the processor."""
    return {name: tensor.cpu().contiguous() for name, tensor in model.state_dict().items()}


def arrays_of(model: LanguageModel) -> dict[str, npt.NDArray[np.float32]]:
    """The weights as the arrays that a `Generator` reads."""
    return {name: tensor.numpy() for name, tensor in weights_of(model).items()}
