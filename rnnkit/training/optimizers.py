"""How the weights are moved by their gradients: Adam, and for recurrent matrices steps in all directions.

The gradient of a recurrent matrix, summed over many steps in time, has a few strong directions, and Adam
mostly follows those. Muon (Jordan et al. 2024) gives all directions of a matrix the same length: of the
singular value decomposition U S V' of the mean gradient it steps along U V'.
"""

import math
from collections.abc import Iterable, Sequence

import torch
from torch import Tensor, nn

from rnnkit.training.checkpoint import State, refill
from rnnkit.training.torch_names import adamw

BETAS = (0.9, 0.999)  # how much of their past the two means of Adam keep at every step
EPSILON = 1e-8
MOMENTUM = 0.95
RATIO = 3.0  # a step in all directions is so many times as long as the rate of Adam
ROUNDS = 5
POLYNOMIAL = (3.4445, -4.7750, 2.0315)  # a x + b x^3 + c x^5: steep at 0, and it keeps 1 near 1
SMALLEST = 1e-7


class Optimizer:
    """Moves the weights of a model; the matrices of its recurrent layers by `Muon`, if it is given a type.

    `muon_dtype` is the type of the products that make the steps of Muon.
    """

    def __init__(
        self, model: nn.Module, weight_decay: float, *, fused: bool, muon_dtype: torch.dtype | None
    ) -> None:
        matrices = [] if muon_dtype is None else recurrent_matrices(model)
        chosen = set(map(id, matrices))
        others = [weight for weight in model.parameters() if id(weight) not in chosen]
        self._adam = Adam(others, weight_decay, fused=fused)
        self._muon = Muon(matrices, weight_decay, muon_dtype or torch.float32)

    def step(self, rate: float) -> None:
        """Move every weight once against its gradient, and forget the gradients."""
        self._adam.step(rate)
        self._muon.step(RATIO * rate)

    def state(self) -> State:
        """The moments of all weights."""
        return {"adam": self._adam.moments, "muon": self._muon.means}

    def resume(self, state: State) -> None:
        """Go on with these moments; raises `DataError` where they are of another network."""
        for name, moments in self._adam.moments.items():
            refill(dict(enumerate(moments)), dict(enumerate(state["adam"][name])))
        refill(dict(enumerate(self._muon.means)), dict(enumerate(state["muon"])))


class Adam:
    """Steps along the mean gradient over the root of the mean square (Kingma & Ba 2015), with AdamW's decay.

    The arithmetic is torch's own. Its class for it, `torch.optim.AdamW`, would load the compiler of torch,
    which nothing here uses: 800 modules, 70 MB in the broker and a second of every start.
    """

    def __init__(self, weights: Sequence[nn.Parameter], weight_decay: float, *, fused: bool) -> None:
        self._weights, self._weight_decay, self._fused = weights, weight_decay, fused
        self.moments = {
            "means": [torch.zeros_like(weight) for weight in weights],
            "squares": [torch.zeros_like(weight) for weight in weights],
            "steps": [torch.zeros((), device=weight.device if fused else "cpu") for weight in weights],
        }

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """Move every weight that has a gradient once, and forget the gradients."""
        moved = [place for place, weight in enumerate(self._weights) if weight.grad is not None]
        means, squares, steps = ([kept[place] for place in moved] for kept in self.moments.values())
        adamw(
            [self._weights[place] for place in moved],
            [self._weights[place].grad for place in moved],  # type: ignore[misc]  # none is None
            means,
            squares,
            [],
            steps,
            fused=self._fused or None,  # None lets torch choose what is quick on the device
            amsgrad=False,
            beta1=BETAS[0],
            beta2=BETAS[1],
            lr=rate,
            weight_decay=self._weight_decay,
            eps=EPSILON,
            maximize=False,
        )
        for weight in self._weights:
            weight.grad = None


class Muon:
    """Steps of the same length in all directions of each matrix, along a moving mean of its gradients.

    The rule is that of `torch.optim.Muon`, which always multiplies in 16 bits: where a processor only
    emulates those, a step for a matrix (512, 128) takes 75 ms instead of 3. That class would load the
    compiler, too, see `Adam`.
    """

    def __init__(self, matrices: Sequence[nn.Parameter], weight_decay: float, dtype: torch.dtype) -> None:
        self._matrices, self._weight_decay, self._dtype = matrices, weight_decay, dtype
        self.means = [torch.zeros_like(matrix) for matrix in matrices]

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """Move every matrix once, and forget its gradient.

        The step is longer for a tall matrix `(m, n)`, by sqrt(m / n): each of its rows moves as far.
        """
        for matrix, mean in zip(self._matrices, self.means, strict=True):
            gradient, matrix.grad = matrix.grad, None
            if gradient is None:
                continue
            mean.lerp_(gradient, 1 - MOMENTUM)
            ahead = gradient.lerp(mean, MOMENTUM)  # Nesterov's look ahead
            m, n = matrix.shape
            matrix.mul_(1 - rate * self._weight_decay)
            matrix.add_(orthogonalized(ahead, self._dtype), alpha=-rate * math.sqrt(max(1.0, m / n)))


def orthogonalized(matrix: Tensor, dtype: torch.dtype = torch.float32) -> Tensor:
    """About U V' of a matrix U S V': all directions nearly equally long, between 0.7 and 1.2.

    Newton-Schulz iteration: an odd polynomial of the matrix, again and again, draws singular values to 1.
    """
    a, b, c = POLYNOMIAL
    x = matrix.T if matrix.shape[0] > matrix.shape[1] else matrix  # the smaller of the two squares
    x = (x / x.norm().clamp(min=SMALLEST)).to(dtype)
    for _ in range(ROUNDS):
        square = x @ x.T
        x = torch.addmm(x, torch.addmm(square, square, square, beta=b, alpha=c), x, beta=a)
    return (x.T if matrix.shape[0] > matrix.shape[1] else x).to(matrix.dtype)


def recurrent_matrices(model: nn.Module) -> list[nn.Parameter]:
    """The weights, not the biases, of all recurrent layers."""
    layers: Iterable[nn.Module] = (module for module in model.modules() if isinstance(module, nn.RNNBase))
    return [weight for layer in layers for weight in layer.parameters() if weight.ndim == 2]
