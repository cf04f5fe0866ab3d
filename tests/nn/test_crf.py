"""The conditional random field beside all sequences added up by hand."""

import itertools

import pytest
import torch

from rnnkit.networks.crf import Crf
from rnnkit.tasks.label.networks.network import forbidden


@torch.no_grad()
def all_scores(crf: Crf, scores: torch.Tensor) -> dict[tuple[int, ...], float]:
    """The score of every sequence of tags of one sentence `(T, C)`."""
    T, C = scores.shape
    found = {}
    for tags in itertools.product(range(C), repeat=T):
        value = float(crf.starts()[tags[0]] + crf.end[tags[-1]])
        value += sum(float(scores[place, tag]) for place, tag in enumerate(tags))
        value += sum(float(crf.steps()[a, b]) for a, b in itertools.pairwise(tags))
        found[tags] = value
    return found


@pytest.fixture
def crf() -> Crf:
    torch.manual_seed(0)
    made = Crf(3)
    for weight in made.parameters():
        torch.nn.init.normal_(weight)
    return made


def test_the_forward_algorithm_adds_up_all_sequences(crf: Crf) -> None:
    scores = torch.randn(2, 4, 3)
    sums = crf.log_sum(scores).tolist()
    for row in range(2):
        values = torch.tensor(list(all_scores(crf, scores[row]).values()))
        assert sums[row] == pytest.approx(float(values.logsumexp(0)), abs=1e-4)


def test_viterbi_finds_the_best_of_all_sequences(crf: Crf) -> None:
    scores = torch.randn(5, 4, 3)
    best = [max(found, key=lambda tags: found[tags]) for found in (all_scores(crf, one) for one in scores)]
    assert [tuple(row) for row in crf.best(scores).tolist()] == best


def test_the_chances_of_all_sequences_sum_to_one(crf: Crf) -> None:
    scores = torch.randn(1, 3, 3)
    whole = torch.tensor(list(itertools.product(range(3), repeat=3)))
    nats = crf(scores.expand(len(whole), -1, -1), whole)
    assert nats.neg().exp().sum().item() == pytest.approx(1, abs=1e-5)


def test_a_case_worked_by_hand() -> None:
    """One tag follows the other for ln 2: of the four sequences 01 has weight 2 among 1 + 2 + 1 + 1."""
    crf = Crf(2)
    with torch.no_grad():
        crf.step[0, 1] = torch.log(torch.tensor(2.0))
    nats = crf(torch.zeros(1, 2, 2), torch.tensor([[0, 1]]))
    assert nats[0].item() == pytest.approx(float(torch.log(torch.tensor(5 / 2))))


def test_an_inner_tag_never_follows_what_it_does_not_go_on_with() -> None:
    tags = ("O", "B-A", "I-A", "B-B")
    crf = Crf(4, forbidden(tags))
    scores = torch.zeros(1, 3, 4)
    scores[0, :, 2] = 5.0  # I-A is by far the best everywhere
    assert crf.best(scores)[0].tolist() == [1, 2, 2]
