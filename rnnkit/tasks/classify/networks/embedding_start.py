"""Where embeddings start: word vectors that were brought, or which symbols come near each other in the texts.

Positive pointwise mutual information of symbols within a window, weighted by 1 / distance, context counts to
the power of 0.75, and its largest directions (Levy, Goldberg & Dagan 2015).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnkit.data import Vocabulary
from rnnkit.data.labelled.vectors import Vectors, rows_of
from rnnkit.tasks.classify.settings import ResolvedClassify
from rnnkit.tasks.classify.texts.corpus import Corpus

Array = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]

WINDOW = 4
SMOOTHED = 0.75
SPREAD = 0.2  # standard deviation of the numbers of a symbol
ENOUGH = 400_000  # symbols; with fewer, neighbours say little (measured at 0.13 and 0.8 million)
MORE = 10  # directions that are looked for beyond those that are wanted (Halko et al. 2011)
ROUNDS = 2
AT_ONCE = 2_000_000  # pairs of neighbours that are summed in one go


def begin(corpus: Corpus, config: ResolvedClassify, model: Any) -> None:
    """Put into the embeddings of a network the word vectors that were brought, or, from texts enough, which
    symbols are alike."""
    V = len(corpus.vocabulary)
    texts = [corpus.numbers[row] for row in corpus.parts.train.tolist()]
    enough = sum(map(len, texts)) >= ENOUGH
    for number, net in enumerate(model.nets):
        weight = net.embed.weight.data.numpy()  # the same memory
        start = near(texts, config.embedding_size, V, config.seed + number) if enough else weight.copy()
        if corpus.vectors is not None:
            start = brought(start, corpus.vectors, corpus.vocabulary)
        weight[:] = start


def near(texts: Sequence[Ids], size: int, V: int, seed: int) -> npt.NDArray[np.float32]:
    """Numbers `(V, size)` that are alike for symbols with like neighbours, of texts as numbers."""
    from scipy.sparse import csr_matrix

    counts = _counts(texts, V)
    own, context = np.asarray(counts.sum(axis=1)).ravel(), np.asarray(counts.sum(axis=0)).ravel()
    shares = context**SMOOTHED / (context**SMOOTHED).sum()
    found = counts.tocoo()
    information = np.log(found.data / (own[found.row] * shares[found.col]))
    kept = information > 0
    matrix = csr_matrix((information[kept], (found.row[kept], found.col[kept])), shape=(V, V))
    return _largest(matrix, min(size, V), size, np.random.default_rng(seed))


def brought(
    begin: npt.NDArray[np.float32], vectors: Vectors, vocabulary: Vocabulary
) -> npt.NDArray[np.float32]:
    """Numbers `(V, D)` of the symbols: those of their words; those of `begin` where a word has none."""
    own = rows_of(vectors, vocabulary)
    found, has = begin.copy(), own >= 0
    found[has] = vectors.numbers[own[has]] * (SPREAD / max(float(vectors.numbers.std()), 1e-9))
    return found


def _counts(texts: Sequence[Ids], V: int) -> Any:
    """How often each symbol comes near each other one `(V, V)`."""
    from scipy.sparse import csr_matrix

    gap = np.full(WINDOW, -1, np.int32)
    whole = np.concatenate([part for text in texts for part in (text, gap)])
    total = csr_matrix((V, V))
    for start in range(0, len(whole), AT_ONCE // WINDOW):
        part = whole[start : start + AT_ONCE // WINDOW + WINDOW]
        for distance in range(1, WINDOW + 1):
            first, second = part[:-distance], part[distance:]
            ours = np.arange(len(first)) < AT_ONCE // WINDOW
            real = (first >= 0) & (second >= 0) & ours
            pairs = csr_matrix(
                (np.full(int(real.sum()), 1 / distance), (first[real], second[real])), shape=(V, V)
            )
            total = total + pairs + pairs.T
    return total


def _largest(matrix: Any, rank: int, size: int, luck: np.random.Generator) -> npt.NDArray[np.float32]:
    """The rows of a matrix in its largest directions, by products with a random one."""
    basis = matrix @ luck.standard_normal((matrix.shape[1], rank + MORE))
    for _ in range(ROUNDS):
        basis, _ = np.linalg.qr(matrix @ (matrix.T @ basis))
    basis, _ = np.linalg.qr(basis)
    left, values, _ = np.linalg.svd(basis.T @ matrix, full_matrices=False)
    rows = (basis @ left)[:, :rank] * np.sqrt(values[:rank])
    found = np.zeros((len(rows), size))
    found[:, :rank] = rows
    return (found * SPREAD / max(float(found.std()), 1e-9)).astype(np.float32)
