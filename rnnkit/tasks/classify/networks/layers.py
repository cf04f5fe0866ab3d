"""The layers of a classifier as a table."""

from collections.abc import Iterator, Mapping

from rnnkit.config.layers import LayerWords, reading_layers
from rnnkit.tasks.classify.settings import Entry, Pooling, ResolvedClassify
from rnnkit.words import t

READ_OFF: Mapping[Pooling, str] = {
    "concat": t("A score for each class, off the last states, the largest and the mean of all"),
    "attention": t("A score for each class, off the states by their share of attention"),
    "final": t("A score for each class, off the last states"),
}


def layer_words(config: ResolvedClassify, entry: Entry, C: int) -> Iterator[LayerWords]:
    """Every layer that `networks.network` builds, for such steps and so many classes."""
    for number in range(config.nets):
        net = f"nets.{number}"
        yield LayerWords(f"{net}.embed", _entrance(entry), ("B", "T", config.embedding_size))
        yield from reading_layers(config, f"{net}.recurrent", config.hidden_size, "T")
        if config.pooling == "attention":
            yield LayerWords(f"{net}.attention", t("How much each step counts"), ("B", "T", 1))
        yield LayerWords(f"{net}.head", READ_OFF[config.pooling], ("B", C))


def _entrance(entry: Entry) -> str:
    if entry.numbers:
        return t("A vector for each step of {number:,} values", number=entry.numbers)
    return t("A vector for each of {number:,} symbols", number=entry.symbols)
