"""What a search compares language models by: nats per character, however the text is cut into symbols."""

from rnnkit.tasks.text.run import Writing
from rnnkit.training.run import Prepared


def validated(prepared: Prepared[Writing]) -> tuple[str, float]:
    """The loss on the validation part per character; of a text too small to have one, on what it learns."""
    corpus = prepared.work.corpus
    spelled = corpus.parts.validation if corpus.checked is corpus.validation else corpus.parts.training
    return "nats_per_char", prepared.work.objective.validate() * len(corpus.checked) / len(spelled)
