"""Which of the likely symbols may be drawn: the k likeliest, the likeliest share p; models take it along.

The cuts follow Fan et al. 2018 (top-k) and Holtzman et al. 2020 (top-p).
"""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]


def cut(weights: Array, top_k: int | None, top_p: float | None) -> Array:
    """Weights `(N, V)` with zeros for all but the `top_k` likeliest, and for the tail beyond the share."""
    order = np.argsort(-weights, axis=1, kind="stable")
    ranked = np.take_along_axis(weights, order, axis=1)
    kept = np.ones(weights.shape, dtype=bool)
    if top_k is not None:
        kept[:, top_k:] = False
    if top_p is not None:
        ranked = np.where(kept, ranked, 0)
        before = ranked.cumsum(axis=1) - ranked
        kept &= before < top_p * ranked.sum(axis=1, keepdims=True)  # the first symbol always stays
    result = np.zeros_like(weights)
    np.put_along_axis(result, order, np.where(kept, ranked, 0), axis=1)
    return result
