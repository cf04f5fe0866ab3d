"""The layers of a language model as a table."""

from collections.abc import Iterator

from rnnkit.config import ATTENTION_SPAN
from rnnkit.config.layers import LayerWords, reading_layers
from rnnkit.tasks.text.settings import ResolvedText
from rnnkit.words import t


def layer_words(config: ResolvedText, V: int) -> Iterator[LayerWords]:
    """Every layer that `networks.network` builds for so many symbols."""
    H, E, both = config.hidden_size, config.embedding_size, config.bidirectional
    T = config.context if both else config.bptt
    answered = ("B",) if both else ("B", T)  # both directions answer once, at the end of a window
    yield LayerWords("embed", t("A vector for each of {number:,} symbols", number=V), ("B", T, E))
    yield from reading_layers(config, "recurrent", H, T)
    if config.attention:
        span = T if both else ATTENTION_SPAN
        does = t("Looks back at the last {number} states and adds what it finds", number=span)
        yield LayerWords("attention", does, (*answered, H * (2 if both else 1)))
    if config.tied:
        yield LayerWords("project", t("Back to the size of the vectors of `embed`"), (*answered, E))
        does = t("Scores of what follows: likeness to the vectors of `embed`, and how frequent it is")
        yield LayerWords("bias", does, (*answered, V))
        return
    yield LayerWords("head", t("A score for each symbol that could follow"), (*answered, V))
    yield LayerWords("bias", t("How frequent each symbol is, added to its score"), (V,))
