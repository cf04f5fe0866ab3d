"""The safetensors format, read with suspicion: nothing is made of a stranger's file before it is checked.

Eight bytes hold the length of the header, then come the header in JSON and the numbers of all tensors,
one after the other without a gap. The package `safetensors` takes headers of 100 MB and names that stand
there twice, and writes metadata in any order; here a file is small, whole, and always the same bytes.
"""

import json
import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
from pydantic import Field, TypeAdapter, ValidationError
from safetensors import SafetensorError
from safetensors.numpy import load

from rnnkit.config import MAX_WEIGHTS, Settings
from rnnkit.data.limits import BYTES_PER_MEGABYTE, check_megabytes
from rnnkit.errors import DataError
from rnnkit.words import t

FLOAT32 = "F32"
BYTES = 4
LENGTH = 8  # bytes that hold the length of the header
LONGEST_HEADER = 4 * BYTES_PER_MEGABYTE
LARGEST = MAX_WEIGHTS * BYTES + LONGEST_HEADER
METADATA = "__metadata__"
PROTOCOLS = (2, 3, 4, 5)  # of pickle, which begins with 0x80 and one of these

Array = npt.NDArray[np.float32]
Place = Annotated[int, Field(strict=True, ge=0, lt=2**63)]


class Tensor(Settings):
    """Where a tensor stands in the file, and what it is."""

    dtype: str
    shape: tuple[Place, ...]
    data_offsets: tuple[Place, Place]


TENSORS = TypeAdapter(dict[str, Tensor])
WORDS = TypeAdapter(dict[str, Annotated[str, Field(strict=True)]])


@dataclass(frozen=True)
class TensorFile:
    """A whole file: its tensors by name, what it says about itself, and its bytes."""

    tensors: Mapping[str, Tensor]
    metadata: Mapping[str, str]
    content: bytes
    start: int  # of the numbers

    def arrays(self) -> dict[str, Array]:
        """The tensors themselves; only to be called once names, shapes and types are as they should be."""
        try:
            return load(self.content)
        except SafetensorError:
            raise damaged(t("layout")) from None

    def with_metadata(self, metadata: Mapping[str, str]) -> bytes:
        """The same tensors with something else said about them."""
        return self._written(self.tensors, metadata)

    def renamed(self, name: Callable[[str], str]) -> bytes:
        """The same tensors under other names."""
        return self._written({name(old): tensor for old, tensor in self.tensors.items()}, self.metadata)

    def _written(self, tensors: Mapping[str, Tensor], metadata: Mapping[str, str]) -> bytes:
        said = {METADATA: dict(metadata)} if metadata else {}
        entries = {name: tensor.model_dump() for name, tensor in tensors.items()}
        header = json.dumps(said | entries, ensure_ascii=False, separators=(",", ":"))
        raw = header.encode()
        raw += b" " * (-len(raw) % LENGTH)  # so that the numbers stand where processors like them
        return len(raw).to_bytes(LENGTH, "little") + raw + self.content[self.start :]


def read_tensors(content: bytes) -> TensorFile:
    """Read the header of a file and check that the file is whole; no number is looked at.

    Raises `DataError` with one sentence.
    """
    check_megabytes(content, LARGEST / BYTES_PER_MEGABYTE)
    if content[LENGTH : LENGTH + 1] not in (b"{", b""):
        raise pickle_refused() if is_pickle(content) else DataError(t("Not a safetensors file."))
    length = int.from_bytes(content[:LENGTH], "little")
    start = LENGTH + length
    if len(content) <= LENGTH or length > LONGEST_HEADER or start > len(content):
        raise damaged(t("header"))
    header = _header(content[LENGTH:start])
    try:
        metadata = WORDS.validate_python(header.pop(METADATA, {}))
    except ValidationError:
        raise damaged(t("header")) from None
    try:
        tensors = TENSORS.validate_python(header)
    except ValidationError:
        raise damaged(t("layout")) from None
    _check_layout(tensors, len(content) - start)
    return TensorFile(tensors, metadata, content, start)


def damaged(part: str) -> DataError:
    """The refusal of a file that was cut off or changed on its way."""
    return DataError(t("Damaged ({part}): this is not a whole model file; export it again.", part=part))


def shown(name: str) -> str:
    """A name from a stranger's file, short and of plain characters."""
    return ascii(name)[1:-1][:40]


def is_pickle(content: bytes) -> bool:
    """Old files of PyTorch are a bare pickle, newer ones a zip file with a pickle in it."""
    if content.startswith(b"PK\x03\x04"):
        return b"data.pkl" in content
    return content[0] == 0x80 and content[1] in PROTOCOLS


def pickle_refused() -> DataError:
    """The refusal of a file that would run code when it is loaded."""
    return DataError(t("PyTorch pickle files can run code; export as .safetensors here."))


def _header(raw: bytes) -> dict[str, Any]:
    try:
        header = json.loads(raw.decode(), object_pairs_hook=_each_once)
    except DataError:
        raise
    except (ValueError, RecursionError):
        raise damaged(t("header")) from None
    if not isinstance(header, dict):
        raise damaged(t("header"))
    return header


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, in which no name may stand twice: who reads the other one sees another file."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise DataError(t("Damaged (names): {name} stands in this file twice.", name=shown(twice)))
    return found


def _check_layout(tensors: Mapping[str, Tensor], length: int) -> None:
    """Refuse tensors that overlap, leave a hole, or are not as large as they say."""
    place = 0
    for tensor in sorted(tensors.values(), key=lambda tensor: tensor.data_offsets):
        begin, end = tensor.data_offsets
        size = math.prod(tensor.shape) * BYTES if tensor.dtype == FLOAT32 else max(0, end - begin)
        if begin != place or end - begin != size:
            raise damaged(t("layout"))
        place = end
    if place != length:
        raise damaged(t("length"))
