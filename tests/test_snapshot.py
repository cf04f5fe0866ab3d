"""A tree goes into bytes and comes back the same; bytes that are not what was packed are refused."""

import json

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import save

from rnnkit.errors import DataError
from rnnkit.training.checkpoint import VERSION, pack, refill, unpack

leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
trees = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


@settings(max_examples=30)
@given(st.dictionaries(st.text(), trees))
def test_json_comes_back_as_it_was(tree):
    assert unpack(pack(tree | {"tensor": torch.zeros(1)})) | {"tensor": None} == tree | {"tensor": None}


def test_tensors_of_every_kind_come_back_in_their_places():
    base = torch.arange(6.0).reshape(2, 3)
    tree = {
        "views": [base[0], base[:, 1], (base.T, None)],
        "half": {"one": torch.ones(2, dtype=torch.bfloat16), "none": torch.zeros(0, 3)},
        "chance": torch.get_rng_state(),
        "scalar": torch.tensor(3.0),
    }
    back = unpack(pack(tree))
    assert torch.equal(back["views"][1], torch.tensor([1.0, 4.0]))
    assert torch.equal(back["views"][2][0], base.T)
    assert back["views"][2][1] is None
    assert back["half"]["one"].dtype == torch.bfloat16
    assert back["half"]["none"].shape == (0, 3)
    assert torch.equal(back["chance"], tree["chance"])
    assert back["scalar"].item() == 3.0


@pytest.mark.parametrize(
    # Named, since safetensors writes what stands beside the tensors in an order of its own in each process.
    "content",
    [b"", b"\x00" * 8, b"no safetensors at all", pack({"a": torch.ones(3)})[:-1]],
    ids=["empty", "zeros", "a sentence", "cut"],
)
def test_damaged_bytes_are_refused(content):
    with pytest.raises(DataError, match="checkpoint is damaged"):
        unpack(content)


def test_any_cut_is_refused():
    content = pack({"a": torch.ones(3), "b": 1})
    for length in range(len(content)):
        with pytest.raises(DataError, match="checkpoint is damaged"):
            unpack(content[:length])


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_numbers_that_are_not_finite_are_refused(value):
    with pytest.raises(DataError, match="checkpoint is damaged"):
        unpack(pack({"a": torch.tensor([1.0, value])}))


def test_another_version_is_refused():
    about = {"version": VERSION + "0", "state": json.dumps({})}
    with pytest.raises(DataError, match="another version of the app"):
        unpack(bytes(save({"0": torch.ones(1)}, about)))


def test_weights_of_another_shape_are_refused_and_change_nothing():
    mine = {"a": torch.zeros(2), "b": torch.zeros(3)}
    with pytest.raises(DataError, match="another network"):
        refill(mine, {"a": torch.ones(2), "b": torch.ones(1)})
    assert mine["a"].sum() == 0
    refill(mine, {"a": torch.ones(2), "b": torch.ones(3)})
    assert mine["b"].sum() == 3
