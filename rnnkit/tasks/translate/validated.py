"""What a search compares translators by: nats per character of the targets, however they are cut."""

from rnnkit.tasks.translate.corpus import decode
from rnnkit.tasks.translate.networks.model import nats_per_symbol
from rnnkit.tasks.translate.run import Translating
from rnnkit.training.run import Prepared


def validated(prepared: Prepared[Translating]) -> tuple[str, float]:
    """The loss on the whole validation part, per character, the end of a target counted as one."""
    corpus = prepared.work.corpus
    coded = corpus.validation
    letters = sum(len(decode(corpus.vocabulary, target.tolist())) + 1 for target in coded.targets)
    device = next(prepared.model.parameters()).device
    return "nats_per_char", nats_per_symbol(prepared.work.model, coded, device) * coded.symbols / letters
