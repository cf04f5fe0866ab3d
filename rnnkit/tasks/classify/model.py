"""A classifier made of settings, and of a file."""

from rnnkit.tasks.classify.network import Classifier, ClassifierShape
from rnnkit.tasks.classify.settings import ResolvedClassify


def build(config: ResolvedClassify, V: int, C: int, unknown: int) -> Classifier:
    """The network that the settings ask for, for so many symbols and classes."""
    names = ClassifierShape.__dataclass_fields__
    asked = {name: getattr(config, name) for name in names if hasattr(config, name)}
    return Classifier(ClassifierShape(vocabulary=V, classes=C, unknown=unknown, **asked))
