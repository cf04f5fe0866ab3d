"""The linear partner, fitted: constants, temperatures and blend by predictions of rows that were left out.

For workers: scikit-learn is loaded where it fits.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from rnnkit.numpy_rnn.steps import log_softmax
from rnnkit.tasks.classify.linear_partner.grams import BUCKETS, GramCounts, Kind, counted
from rnnkit.tasks.classify.linear_partner.partner import (
    Array,
    Features,
    Linear,
    Partner,
    mixed,
    normalised,
    positions,
    two_sided,
)

Ints = npt.NDArray[np.int64]
Matrix = Any
"""A sparse matrix of scipy, texts by features."""

TF_IDF, PRESENT = (4.0, 16.0, 64.0), (0.1, 0.3, 1.0)  # constants C that are tried: 1 / the penalty of weights
SHARPNESS = (0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5)
SHARES = tuple(round(0.1 * tenth, 1) for tenth in range(11))
MOST_BYTES = 5_000_000  # of both models, so that a model file with a network beside them can be opened again
TWICE_FROM = 300  # texts, from which on a feature has to come in two of them
FOLDS = ((2_000_000, 5), (8_000_000, 3), (2**62, 2))  # up to so many counts, how many are left out in turn
MOST_CLASSES = 12  # of which each is told from all others; beyond, only tf-idf is fitted
ITERATIONS = 500
NARROW = 1e-4  # the slope at which a fit ends; at ten times that it matters where it ends (decision 0037)


@dataclass(frozen=True)
class Fitted:
    """The partner, and what it says about each text it was fitted to when that text is left out `(N, C)`."""

    partner: Partner
    left_out: Array
    texts: Matrix  # (N, F) tf-idf
    constants: tuple[float, float]


def fit_partner(texts: Sequence[str], labels: Ints, classes: int, kind: Kind) -> Fitted:
    """Fit both models to texts and their classes, numbered from 0; the same texts give the same partner."""
    found = counted(texts, kind)
    features = choose_features(found, classes, kind)
    tf_idf, present = matrices(found, features)
    folds = folds_of(labels, _number(len(found.buckets)))
    plain = _chosen(tf_idf, labels, classes, folds, LOGISTIC)
    other = _chosen(present, labels, classes, folds, WEIGHTED) if classes <= MOST_CLASSES else None
    share = 1.0 if other is None else best_share(plain.left_out, other.left_out, labels)
    left_out = plain.left_out if other is None else mixed(plain.left_out, other.left_out, 1 - share)
    nothing = Linear(np.zeros_like(plain.model.weights), np.zeros_like(plain.model.bias), 1.0)
    partner = Partner(features, plain.model, other.model if other and share < 1 else nothing, share)
    return Fitted(partner, left_out, tf_idf, (plain.constant, other.constant if other else 0.0))


def choose_features(found: GramCounts, classes: int, kind: Kind) -> Features:
    """The features that come in the most texts, as many as there is room for."""
    texts = np.bincount(found.buckets, minlength=BUCKETS)
    least = 2 if len(found) >= TWICE_FROM else 1
    numbers = 2 * (1 if classes == 2 else classes) + 2  # its weights in both models, its bucket and its idf
    most = MOST_BYTES // (4 * numbers)
    kept = np.flatnonzero(texts >= least)
    if len(kept) > most:
        kept = np.sort(kept[np.argsort(-texts[kept], kind="stable")[:most]])
    idf = np.log((1 + len(found)) / (1 + texts[kept])) + 1
    return Features(kind, kept.astype(np.int32), idf.astype(np.float32))


def matrices(found: GramCounts, features: Features) -> tuple[Matrix, Matrix]:
    """Texts by features `(N, F)`: tf-idf (sublinear, of length 1), and 1 where a feature is there at all."""
    known, place = positions(features.buckets, found.buckets)
    starts = np.concatenate([[0], np.cumsum(known)])[found.starts]
    shape = (len(found), len(features.buckets))
    values = (1 + np.log(found.times[known])) * features.idf[place]
    row = np.repeat(np.arange(len(found)), np.diff(starts))
    length = np.sqrt(np.bincount(row, weights=values**2, minlength=len(found)))
    tf_idf = csr_matrix((values / np.maximum(length, 1e-12)[row], place, starts), shape=shape)
    return tf_idf, csr_matrix((np.ones(len(place)), place, starts), shape=shape)


def folds_of(labels: Ints, number: int) -> Ints:
    """Which of so many parts each row is left out with; every class is spread over all parts."""
    order = np.random.default_rng(0).permutation(len(labels))
    sorted_by_class = order[np.argsort(labels[order], kind="stable")]
    fold = np.empty(len(labels), np.int64)
    fold[sorted_by_class] = np.arange(len(labels)) % number
    return fold


def best_share(tf_idf: Array, present: Array, labels: Ints) -> float:
    """How much tf-idf counts: both are mixed only where that is better in log loss and in accuracy."""
    alone = min((loss_of(tf_idf, labels), 1.0), (loss_of(present, labels), 0.0))
    single = tf_idf if alone[1] else present
    loss, share = min((loss_of(mixed(tf_idf, present, 1 - share), labels), share) for share in SHARES)
    better = accuracy_of(mixed(tf_idf, present, 1 - share), labels) > accuracy_of(single, labels)
    return share if loss < alone[0] and better else alone[1]


def loss_of(log_p: Array, labels: Ints) -> float:
    """Mean of -ln p of the right classes."""
    return float(-log_p[np.arange(len(labels)), labels].mean())


def accuracy_of(log_p: Array, labels: Ints) -> float:
    """The share of rows whose likeliest class is the right one."""
    return float((log_p.argmax(axis=1) == labels).mean())


def _number(counts: int) -> int:
    return next(folds for most, folds in FOLDS if counts <= most)


@dataclass(frozen=True)
class _Chosen:
    model: Linear
    left_out: Array
    constant: float


@dataclass(frozen=True)
class _Way:
    """How one kind of model is fitted, with which constants, and what its scores `(N, K)` stand for."""

    fit: Callable[[Matrix, Ints, int, float], tuple[Array, Array]]
    log_p: Callable[[Array], Array]
    constants: tuple[float, ...]


def _chosen(X: Matrix, labels: Ints, classes: int, folds: Ints, way: _Way) -> _Chosen:
    """The constant and sharpness that say most about rows that were left out, and the model of all rows."""
    tried = []
    for constant in way.constants:
        log_p = np.empty((len(labels), classes))
        for fold in range(int(folds.max()) + 1):
            out = folds == fold
            weights, bias = way.fit(X[~out], labels[~out], classes, constant)
            log_p[out] = way.log_p(X[out] @ weights + bias)
        losses = [(loss_of(log_softmax(log_p * sharpness), labels), sharpness) for sharpness in SHARPNESS]
        loss, sharpness = min(losses)
        tried.append((loss, constant, sharpness, log_softmax(log_p * sharpness)))
    _, constant, sharpness, left_out = min(tried, key=lambda found: found[:2])
    weights, bias = way.fit(X, labels, classes, constant)
    model = Linear(weights.astype(np.float32), bias.astype(np.float32), sharpness)
    return _Chosen(model, left_out, constant)


def _logistic(X: Matrix, labels: Ints, classes: int, constant: float) -> tuple[Array, Array]:
    """Logistic regression of all classes at once; a class that no row is of is never likely."""
    from sklearn.linear_model import LogisticRegression

    present = np.unique(labels)
    K = 1 if classes == 2 else classes
    if len(present) == 1:
        return np.zeros((X.shape[1], K)), _only(int(present[0]), classes)
    model = LogisticRegression(C=constant, max_iter=ITERATIONS, tol=NARROW)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it could go on for longer
        model.fit(X, labels)
    if classes == 2:
        return model.coef_.T, model.intercept_
    weights, bias = np.zeros((X.shape[1], K)), np.full(K, -UNLIKELY)
    coefficients, intercepts = model.coef_, model.intercept_
    if len(present) == 2:
        coefficients = np.vstack([-coefficients, coefficients]) / 2
        intercepts = np.append(-intercepts, intercepts) / 2
    weights[:, present], bias[present] = coefficients.T, intercepts
    return weights, bias


UNLIKELY = 10.0


def _only(there: int, classes: int) -> Array:
    """The bias where all rows are of one class."""
    if classes == 2:
        return np.array([UNLIKELY if there else -UNLIKELY])
    return np.where(np.arange(classes) == there, UNLIKELY, -UNLIKELY)


def _weighted(X: Matrix, labels: Ints, classes: int, constant: float) -> tuple[Array, Array]:
    """Each class against the others, every feature weighted by ln of how much more often it comes there."""
    found = [_against(X, labels == number, constant) for number in ([1] if classes == 2 else range(classes))]
    return np.stack([weights for weights, _ in found], axis=1), np.array([bias for _, bias in found])


def _against(X: Matrix, own: npt.NDArray[np.bool_], constant: float) -> tuple[Array, float]:
    from sklearn.linear_model import LogisticRegression

    if own.all() or not own.any():
        return np.zeros(X.shape[1]), UNLIKELY if own.any() else -UNLIKELY
    there, elsewhere = (1 + np.asarray(X[rows].sum(axis=0)).ravel() for rows in (own, ~own))
    ratio = np.log(there / there.sum()) - np.log(elsewhere / elsewhere.sum())
    model = LogisticRegression(C=constant, max_iter=ITERATIONS, tol=NARROW)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(X.multiply(ratio).tocsr(), own)
    return model.coef_[0] * ratio, float(model.intercept_[0])


LOGISTIC = _Way(_logistic, lambda scores: log_softmax(two_sided(scores)), TF_IDF)
WEIGHTED = _Way(_weighted, lambda scores: normalised(two_sided(scores)), PRESENT)
