"""Attention by hand: what is found, and that its shares sum to 1."""

import pytest
import torch

from rnnkit.networks.attention import ATTENTIONS, Bahdanau, Luong


def test_luong_by_hand() -> None:
    attention = Luong(2, 2)
    with torch.no_grad():
        attention.key.weight.copy_(torch.eye(2))
    read = torch.tensor([[[0.0, 0.0], [2.0, 0.0]]])  # (1, 2, 2)
    found, shares = attention(torch.tensor([[[1.0, 5.0]]]), attention.keys(read), read)
    assert shares[0, 0].tolist() == pytest.approx([0.1192, 0.8808], abs=1e-4)  # softmax of 0 and 2
    assert found[0, 0].tolist() == pytest.approx([1.7616, 0.0], abs=1e-4)


def test_bahdanau_by_hand() -> None:
    attention = Bahdanau(1, 1)
    with torch.no_grad():
        for layer, weight in ((attention.query, 1.0), (attention.key, 1.0), (attention.value, 3.0)):
            layer.weight.fill_(weight)
    read = torch.tensor([[[-1.0], [1.0]]])
    with torch.no_grad():
        found, shares = attention(torch.tensor([[[0.0]]]), attention.keys(read), read)
    # 3 tanh(-1) and 3 tanh(1): the shares are the sigmoid of their difference, 4.5696.
    assert shares[0, 0].tolist() == pytest.approx([0.01026, 0.98974], abs=1e-4)
    assert float(found) == pytest.approx(0.97949, abs=1e-4)


@pytest.mark.parametrize("kind", ATTENTIONS)
def test_shares_sum_to_one(kind: str) -> None:
    torch.manual_seed(0)
    attention = ATTENTIONS[kind](5, 7)
    read = torch.randn(3, 11, 7)
    _, shares = attention(torch.randn(3, 4, 5), attention.keys(read), read)
    assert shares.shape == (3, 4, 11)
    assert torch.allclose(shares.sum(dim=-1), torch.ones(3, 4))
