"""A conditional random field over tags: the best whole sequence rather than the best tag at each place.

Lafferty, McCallum & Pereira 2001; on a recurrent network Huang, Xu & Yu 2015. The score of tags y for
scores s is start[y1] + sum s[t, yt] + sum step[yt, yt+1] + end[yT]; its probability is the share of exp of
that among all sequences, which the forward algorithm adds up.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

NEVER = -1e4  # the score of a step that cannot be


class Crf(nn.Module):
    """Scores of starts `(C,)`, of steps from tag to tag `(C, C)` and of ends `(C,)`.

    `forbidden` are the pairs of tags (from, to) that never follow each other, a start being -1.
    """

    def __init__(self, tags: int, forbidden: Sequence[tuple[int, int]] = ()) -> None:
        super().__init__()
        self.start = nn.Parameter(torch.zeros(tags))
        self.step = nn.Parameter(torch.zeros(tags, tags))
        self.end = nn.Parameter(torch.zeros(tags))
        never_first, never = torch.zeros(tags), torch.zeros(tags, tags)
        for before, after in forbidden:
            if before < 0:
                never_first[after] = NEVER
            else:
                never[before, after] = NEVER
        self.register_buffer("never_first", never_first, persistent=False)
        self.register_buffer("never", never, persistent=False)

    def starts(self) -> Tensor:
        """Scores `(C,)` of the first tag."""
        return self.start + self.get_buffer("never_first")

    def steps(self) -> Tensor:
        """Scores `(C, C)` of going from tag to tag."""
        return self.step + self.get_buffer("never")

    def forward(self, scores: Tensor, tags: Tensor) -> Tensor:
        """-ln p `(B,)` of the tags `(B, T)` under scores `(B, T, C)`; all sentences are equally long."""
        return self.log_sum(scores) - self.score(scores, tags)

    def score(self, scores: Tensor, tags: Tensor) -> Tensor:
        """The score `(B,)` of these tags."""
        own = scores.gather(2, tags[:, :, None])[:, :, 0].sum(dim=1)
        between = self.steps()[tags[:, :-1], tags[:, 1:]].sum(dim=1)
        return own + between + self.starts()[tags[:, 0]] + self.end[tags[:, -1]]

    def log_sum(self, scores: Tensor) -> Tensor:
        """The logarithm `(B,)` of the sum of exp over all sequences: the forward algorithm."""
        steps = self.steps()
        ahead = self.starts() + scores[:, 0]  # (B, C)
        for place in range(1, scores.shape[1]):
            ahead = torch.logsumexp(ahead[:, :, None] + steps, dim=1) + scores[:, place]
        return torch.logsumexp(ahead + self.end, dim=1)

    @torch.no_grad()
    def best(self, scores: Tensor) -> Tensor:
        """The tags `(B, T)` with the highest score (Viterbi 1967)."""
        steps = self.steps()
        ahead = self.starts() + scores[:, 0]
        back: list[Tensor] = []
        for place in range(1, scores.shape[1]):
            highest, origin = (ahead[:, :, None] + steps).max(dim=1)
            back.append(origin)
            ahead = highest + scores[:, place]
        last = (ahead + self.end).argmax(dim=1)
        found = [last]
        for origin in reversed(back):
            found.append(origin.gather(1, found[-1][:, None])[:, 0])
        return torch.stack(found[::-1], dim=1)
