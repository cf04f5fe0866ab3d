"""A classifier made of settings, and of a file."""

from rnnkit.tasks.classify.networks.network import Classifier, ClassifierShape
from rnnkit.tasks.classify.settings import Entry, ResolvedClassify


def build(config: ResolvedClassify, entry: Entry, C: int) -> Classifier:
    """The network that the settings ask for, for such steps and so many classes."""
    names = ClassifierShape.__dataclass_fields__
    asked = {name: getattr(config, name) for name in names if hasattr(config, name)}
    asked |= {"vocabulary": entry.symbols, "unknown": entry.unknown, "numbers": entry.numbers}
    return Classifier(ClassifierShape(classes=C, **asked))
