"""The layers of a labeller as a table."""

from collections.abc import Iterator

from rnnkit.config.layers import LayerWords, reading_layers
from rnnkit.tasks.label.settings import FILTERS, WIDTH, ResolvedLabel
from rnnkit.words import t


def layer_words(config: ResolvedLabel, features: int, tags: int) -> Iterator[LayerWords]:
    """Every layer that `networks.network` builds, for so many features and tags."""
    does = t("Vectors of the word, its beginnings and endings, added up, out of {number:,}", number=features)
    yield LayerWords("embed", does, ("B", "T", config.embedding_size))
    if config.characters == "cnn":
        does = t("Filters over {number} characters of a token, the largest answer of each", number=WIDTH)
        yield LayerWords("characters", does, ("B", "T", FILTERS))
    yield from reading_layers(config, "recurrent", config.hidden_size, "T")
    yield LayerWords("head", t("A score for each tag, by what the context tells"), ("B", "T", tags))
    does = t("What is counted of the word, its beginnings and endings, added to the scores")
    yield LayerWords("direct", does, ("B", "T", tags))
    if config.crf:
        does = t("Scores of tags that begin, follow each other and end a sentence")
        yield LayerWords("crf", does, ("B", "T"))
