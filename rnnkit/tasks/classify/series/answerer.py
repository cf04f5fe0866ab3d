"""A model on series: how numbers become steps, and series that nobody measured to check it by."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from rnnkit.tasks.classify.answerer import Answerer
from rnnkit.tasks.classify.answering import PARTNER, Answering
from rnnkit.tasks.classify.networks.network import Classifier
from rnnkit.tasks.classify.rows import cut
from rnnkit.tasks.classify.series.partner_file import read_kernels
from rnnkit.tasks.classify.series.scaling import SCALING, Scaling
from rnnkit.tasks.classify.series.steps import steps_of
from rnnkit.tasks.classify.settings import ResolvedClassify

SERIES, STEPS = 12, 8  # invented: no series that was learned leaves
MOST_VALUES = 2_000


def answerer(
    network: Classifier, config: ResolvedClassify, answering: Answering, files: Mapping[str, bytes]
) -> Answerer:
    """All parts of the model, ready to answer series `(T, F)`."""
    how = Scaling.model_validate_json(files[SCALING])
    return Answerer(
        network,
        read_kernels(files[PARTNER], how, len(answering.classes)),
        answering.share,
        lambda series: cut(steps_of(series, how), config.max_length),
        lambda values: values,
    )


def invented(config: ResolvedClassify, files: Mapping[str, bytes]) -> npt.NDArray[np.float32]:
    """The values `(S, T, F)` of a few random walks."""
    how = Scaling.model_validate_json(files[SCALING])
    luck = np.random.default_rng(config.seed)
    length = max(2, min(STEPS * how.segment, MOST_VALUES))
    walks = np.cumsum(luck.standard_normal((SERIES, length, how.channels)), axis=1) / np.sqrt(length)
    values: npt.NDArray[np.float32] = (np.array(how.mean) + walks * np.array(how.spread)).astype(np.float32)
    return values
