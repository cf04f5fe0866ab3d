"""One number for every stretch of a sequence, the same for equal stretches, in a few passes over it."""

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

BASE = 0x9E3779B97F4A7C15  # odd, so that no information is lost when products overflow
STIR = 0xBF58476D1CE4E5B9


def stirred(values: npt.NDArray[np.float64] | npt.NDArray[np.int32]) -> Hashes:
    """Numbers as well mixed bits; 0.0 and -0.0 are the same."""
    bits = (values + 0.0).view(np.uint64) if values.dtype.kind == "f" else values.astype(np.uint64)
    mixed = (bits ^ (bits >> np.uint64(31))) * np.uint64(STIR)
    found: Hashes = mixed ^ (mixed >> np.uint64(29))
    return found


def runs_of(symbols: Hashes, length: int) -> Hashes:
    """One number for each run of `length` symbols, `(N - length + 1,)`, by doubling."""
    if len(symbols) < length:
        return np.empty(0, dtype=np.uint64)
    found, covered = np.zeros(len(symbols) + 1, dtype=np.uint64), 0
    block, size, factor = symbols, 1, BASE
    while True:
        if length & size:  # the runs so far, and a block of this size behind them
            end = len(symbols) - covered - size + 1
            found = found[:end] * np.uint64(factor) + block[covered : covered + end]
            covered += size
        if covered == length:
            return found
        block = block[:-size] * np.uint64(factor) + block[size:]
        size, factor = 2 * size, factor * factor % 2**64


def rows_of(matrix: npt.NDArray[np.float64]) -> Hashes:
    """One number for each row of a matrix `(N, F)`."""
    found = np.zeros(len(matrix), dtype=np.uint64)
    for column in matrix.T:
        found = found * np.uint64(BASE) + stirred(np.ascontiguousarray(column))
    return found


def stretches(held: Bools) -> list[tuple[int, int]]:
    """Where a condition holds without a break, as (start, end)."""
    edges = np.diff(held.astype(np.int8), prepend=0, append=0)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return list(zip(starts.tolist(), ends.tolist(), strict=True))
