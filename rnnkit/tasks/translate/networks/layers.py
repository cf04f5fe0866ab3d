"""The layers of an encoder-decoder as a table: S steps are read, T are written."""

from collections.abc import Iterator

from rnnkit.config.layers import LayerWords, reading_layers
from rnnkit.tasks.translate.settings import ResolvedTranslate
from rnnkit.words import t


def layer_words(config: ResolvedTranslate, V: int) -> Iterator[LayerWords]:
    """Every layer that `networks.network` builds for so many symbols, as they are asked."""
    H, E = config.hidden_size, config.embedding_size
    width = H * (2 if config.bidirectional else 1)
    states = config.num_layers * H * (2 if config.cell == "lstm" else 1)
    does = t("A vector for each of {number:,} symbols, for reading and for writing", number=V)
    yield LayerWords("embed", does, ("B", "S", E))
    yield from reading_layers(config, "encoder", H, "S")
    yield LayerWords("bridge", t("What was read becomes the states that writing begins with"), ("B", states))
    yield from reading_layers(config, "decoder", H, "T", bidirectional=False)
    if config.attention != "none":
        does = t("Which steps of the source are looked at, and what stands there")
        yield LayerWords("attention", does, ("B", "T", width))
    yield LayerWords("combine", t("The state and what was found, as one vector; tanh"), ("B", "T", E))
    does = t("Scores of what is written: likeness to the vectors of `embed`, and how frequent it is")
    yield LayerWords("bias", does, ("B", "T", V))
