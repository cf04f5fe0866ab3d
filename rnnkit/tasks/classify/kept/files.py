"""What leaves with a classifier, so that it can be used and checked where its data are not."""

from typing import Any

from safetensors.numpy import save

from rnnkit.tasks.classify.answering import CLASSES, answering_of
from rnnkit.tasks.classify.kinds import KINDS
from rnnkit.tasks.classify.networks.model import build
from rnnkit.tasks.classify.networks.network import Classifier
from rnnkit.tasks.classify.rows import NumberedRows
from rnnkit.tasks.classify.settings import ResolvedClassify
from rnnkit.tasks.task import named


def classify_files(
    model: Classifier, config: ResolvedClassify, rows: NumberedRows, partner: Any, share: float
) -> dict[str, bytes]:
    """What makes inputs, classes, partner, and what all of them answer to a few invented rows.

    The answers are computed on the processor, by a network built anew from the weights.
    """
    kind = KINDS[rows.kind]
    again = build(config, rows.entry, len(rows.classes))
    again.load_state_dict({name: weight.cpu() for name, weight in model.state_dict().items()})
    answering = answering_of(rows.classes, share, partner, rows.data.origin.text)
    files = {**named(kind.files)(rows, partner), CLASSES: answering.model_dump_json().encode()}
    stored = named(kind.invented)(config, files)
    log_p = named(kind.answerer)(again.eval(), config, answering, files).of_stored(stored)
    return files | {"predictions.safetensors": save({kind.stored: stored, "log_p": log_p})}
