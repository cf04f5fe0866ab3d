"""What weights were called in earlier versions, brought to the names of today: the one place that knows.

The layers of a Transformer had names of their own before model files of version 2 and checkpoints of version
4; now they are those of `nn.TransformerEncoderLayer`. The store says no version beside its weights, so what
comes out of it is told by the names themselves, which no other network has.
"""

import re

from rnnkit.files.safetensors_file import LENGTH, read_tensors

FORMER = {
    "ask.": "self_attn.in_proj_",
    "combine.": "self_attn.out_proj.",
    "widen.": "linear1.",
    "narrow.": "linear2.",
    "before_looking.": "norm1.",
    "before_thinking.": "norm2.",
}
LAYER = re.compile(
    r"(?P<layer>(?:[a-z]{1,20}\.)?layers\.\d{1,2}\.)"
    rf"(?P<part>{'|'.join(map(re.escape, FORMER))})(?P<kind>weight|bias)"
)
MARK = b".before_looking.weight"  # in the header of weights with former names


def present_name(name: str) -> str:
    """The name of a weight today.

    >>> present_name("encoder.layers.0.ask.weight"), present_name("attention.combine.weight")
    ('encoder.layers.0.self_attn.in_proj_weight', 'attention.combine.weight')
    """
    found = LAYER.fullmatch(name)
    return found["layer"] + FORMER[found["part"]] + found["kind"] if found else name


def present_weights(content: bytes) -> bytes:
    """Weights as safetensors bytes, under the names of today; all else about them stays as it is.

    Raises `DataError` where they have former names and are damaged.
    """
    if MARK not in content[: LENGTH + int.from_bytes(content[:LENGTH], "little")]:
        return content
    return read_tensors(content).renamed(present_name)
