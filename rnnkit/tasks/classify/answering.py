"""How a model answers: its classes, what is read, and how much the network counts beside the partner.

What leaves with a model beside its vocabulary; plain JSON, and the partner as safetensors.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

import numpy as np
from annotated_types import MaxLen
from pydantic import Field
from safetensors.numpy import save

from rnnkit.config import Settings
from rnnkit.errors import DataError
from rnnkit.files.safetensors_file import damaged, read_tensors
from rnnkit.tasks.classify.linear_partner.grams import Kind
from rnnkit.tasks.classify.linear_partner.partner import Features, Linear, Partner
from rnnkit.words import t

CLASSES, PARTNER = "classes.json", "partner.safetensors"
MOST_CLASSES = 1_000
MOST_LETTERS = 200  # of the name of a class or a column
Name = Annotated[str, MaxLen(MOST_LETTERS)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Sharpness = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]
TENSORS = ("buckets", "idf", "tf_idf.weights", "tf_idf.bias", "present.weights", "present.bias")


class Answering(Settings):
    """The file `classes.json`.

    `share` is that of the network in the answer, `tf_idf` that of tf-idf in the partner, both kinds of which
    have their sharpness (1 / temperature); `columns` are those that held the texts.
    """

    classes: tuple[Name, ...] = Field(min_length=2, max_length=MOST_CLASSES)
    share: Share
    grams: Kind = "word"
    tf_idf: Share = 1.0
    tf_idf_sharpness: Sharpness = 1.0
    present_sharpness: Sharpness = 1.0
    columns: tuple[Name, ...] = Field((), max_length=100)


def kept_name(name: str) -> str:
    """The name of a class or a column as a model keeps it: very long ones are cut."""
    return name[:MOST_LETTERS]


def answering_of(
    classes: tuple[str, ...], share: float, partner: object, columns: Sequence[str | int] = ()
) -> Answering:
    """What there is to say beside the numbers; of a partner of words, how both of its models count, too."""
    own = {}
    if isinstance(partner, Partner):
        own = {
            "grams": partner.features.kind,
            "tf_idf": partner.share,
            "tf_idf_sharpness": partner.tf_idf.sharpness,
            "present_sharpness": partner.present.sharpness,
        }
    return Answering(
        classes=tuple(map(kept_name, classes)),
        share=share,
        columns=tuple(kept_name(str(name)) for name in columns[:100]),
        **own,
    )


def partner_bytes(partner: Partner) -> bytes:
    """The numbers of a partner as a safetensors file."""
    features, tf_idf, present = partner.features, partner.tf_idf, partner.present
    arrays = (features.buckets, features.idf, tf_idf.weights, tf_idf.bias, present.weights, present.bias)
    return save({name: np.ascontiguousarray(array) for name, array in zip(TENSORS, arrays, strict=True)})


def read_partner(content: bytes, answering: Answering) -> Partner:
    """The partner of a file. Raises `DataError` where its numbers do not fit each other or are not finite."""
    file = read_tensors(content)
    if set(file.tensors) != set(TENSORS):
        raise damaged(t("linear partner"))
    F = file.tensors["buckets"].shape[0] if len(file.tensors["buckets"].shape) == 1 else -1
    K = 1 if len(answering.classes) == 2 else len(answering.classes)
    wanted: Mapping[str, tuple[str, tuple[int, ...]]] = {
        "buckets": ("I32", (F,)),
        "idf": ("F32", (F,)),
        **{f"{kind}.weights": ("F32", (F, K)) for kind in ("tf_idf", "present")},
        **{f"{kind}.bias": ("F32", (K,)) for kind in ("tf_idf", "present")},
    }
    for name, tensor in file.tensors.items():
        if (tensor.dtype, tensor.shape) != wanted[name]:
            raise damaged(t("linear partner"))
    arrays = file.arrays()
    if (
        not all(np.isfinite(array).all() for array in arrays.values())
        or (np.diff(arrays["buckets"]) <= 0).any()
    ):
        raise DataError(t("The linear partner holds numbers that cannot be; export the model again."))
    return Partner(
        Features(answering.grams, arrays["buckets"].astype(np.int32), arrays["idf"]),
        Linear(arrays["tf_idf.weights"], arrays["tf_idf.bias"], answering.tf_idf_sharpness),
        Linear(arrays["present.weights"], arrays["present.bias"], answering.present_sharpness),
        answering.tf_idf,
    )
