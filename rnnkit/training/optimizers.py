"""How the weights are moved by their gradients: SGD, momentum, Adam, and in all directions for matrices.

The gradient of a recurrent matrix, summed over many steps in time, has a few strong directions, and Adam
mostly follows those. Muon (Jordan et al. 2024) gives all directions of a matrix the same length: of the
singular value decomposition U S V' of the mean gradient it steps along U V'.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import torch
from torch import Tensor, nn

from rnnkit.config import HEAVY_BALL, MUON_RATIO, OptimizerName
from rnnkit.training.checkpoint import State, refill
from rnnkit.training.torch_names import adam

BETAS = (0.9, 0.999)  # how much of their past the two means of Adam keep at every step
EPSILON = 1e-8
MOMENTUM = 0.95  # that Muon keeps of its mean
ROUNDS = 5
POLYNOMIAL = (3.4445, -4.7750, 2.0315)  # a x + b x^3 + c x^5: steep at 0, and it keeps 1 near 1
SMALLEST = 1e-7


class Optimizer:
    """Moves the weights of a model, each kind of weight by what suits it.

    By Muon only the matrices of recurrent layers, all else by AdamW; by any other optimizer all weights.
    `fused` goes once over the weights in a step of Adam, `muon_dtype` is the type of the products of Muon.
    """

    def __init__(
        self,
        model: nn.Module,
        name: OptimizerName,
        weight_decay: float,
        *,
        fused: bool,
        muon_dtype: torch.dtype = torch.float32,
    ) -> None:
        matrices = recurrent_matrices(model) if name == "muon" else []
        chosen = set(map(id, matrices))
        others = [weight for weight in model.parameters() if id(weight) not in chosen]
        self._others = MOVES["adamw" if name == "muon" else name](others, weight_decay, fused)
        self._muon = Muon(matrices, weight_decay, muon_dtype)

    def step(self, rate: float) -> None:
        """Move every weight once against its gradient, and forget the gradients."""
        self._others.step(rate)
        self._muon.step(MUON_RATIO * rate)

    def state(self) -> State:
        """The moments of all weights."""
        return {"adam": self._others.moments, "muon": self._muon.means}

    def resume(self, state: State) -> None:
        """Go on with these moments; raises `DataError` where they are of another network."""
        for name, moments in self._others.moments.items():
            refill(dict(enumerate(moments)), dict(enumerate(state["adam"][name])))
        refill(dict(enumerate(self._muon.means)), dict(enumerate(state["muon"])))


class Sgd:
    """Steps along the gradient (Robbins & Monro 1951), or with `momentum` along a running sum (Polyak 1964).

    Each step keeps so much of the sum before. Weight decay is added to the gradient, as torch does.
    """

    def __init__(self, weights: Sequence[nn.Parameter], weight_decay: float, momentum: float) -> None:
        self._weights, self._weight_decay, self._momentum = weights, weight_decay, momentum
        self.moments = {"sums": [torch.zeros_like(weight) for weight in weights] if momentum else []}

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """Move every weight that has a gradient once, and forget the gradients."""
        for place, weight in enumerate(self._weights):
            if weight.grad is None:
                continue
            along = weight.grad.add(weight, alpha=self._weight_decay)
            if self._momentum:
                along = self.moments["sums"][place].mul_(self._momentum).add_(along)
            weight.add_(along, alpha=-rate)
            weight.grad = None


class Adam:
    """Steps along the mean gradient over the root of the mean square (Kingma & Ba 2015).

    Weight decay is added to the gradient, or `apart` from it taken off the weights: then it is AdamW
    (Loshchilov & Hutter 2019). The arithmetic is torch's own. Its class for it, `torch.optim.AdamW`, would
    load the compiler of torch, which nothing here uses: 800 modules, 70 MB in the broker and a second of
    every start.
    """

    def __init__(
        self, weights: Sequence[nn.Parameter], weight_decay: float, *, fused: bool, apart: bool = True
    ) -> None:
        self._weights, self._weight_decay, self._fused, self._apart = weights, weight_decay, fused, apart
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
        adam(
            [self._weights[place] for place in moved],
            [self._weights[place].grad for place in moved],  # type: ignore[misc]  # none is None
            means,
            squares,
            [],
            steps,
            fused=self._fused or None,  # None lets torch choose what is quick on the device
            decoupled_weight_decay=self._apart,
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


Move = Callable[[Sequence[nn.Parameter], float, bool], Sgd | Adam]
"""Makes what moves weights, with a weight decay, fused or not."""

MOVES: Mapping[OptimizerName, Move] = {
    "sgd": lambda weights, decay, _: Sgd(weights, decay, 0.0),
    "momentum": lambda weights, decay, _: Sgd(weights, decay, HEAVY_BALL),
    "adam": lambda weights, decay, fused: Adam(weights, decay, fused=fused, apart=False),
    "adamw": lambda weights, decay, fused: Adam(weights, decay, fused=fused),
}


def recurrent_matrices(model: nn.Module) -> list[nn.Parameter]:
    """The weights, not the biases, of all recurrent layers."""
    kinds = (nn.RNNBase, nn.RNNCellBase)
    layers: Iterable[nn.Module] = (module for module in model.modules() if isinstance(module, kinds))
    return [weight for layer in layers for weight in layer.parameters() if weight.ndim == 2]
