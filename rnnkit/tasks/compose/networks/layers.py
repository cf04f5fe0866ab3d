"""The layers of a composer as a table."""

from collections.abc import Iterator

from rnnkit.config.layers import LayerWords, reading_layers
from rnnkit.tasks.compose.networks.place import BACK
from rnnkit.tasks.compose.settings import ABOUT_SIZE, BACK_SIZE, BAR_SIZE, ROOM_SIZE, ResolvedCompose
from rnnkit.words import t


def layer_words(config: ResolvedCompose, V: int) -> Iterator[LayerWords]:
    """Every layer that `networks.network` builds for so many symbols."""
    K = len(BACK)
    does = t("A vector for each of {number:,} tokens", number=V)
    yield LayerWords("embed", does, ("B", "T", config.embedding_size))
    yield LayerWords("room", t("How much room is left in the bar"), ("B", "T", ROOM_SIZE))
    yield LayerWords("bar", t("Where the bar stands in its part"), ("B", "T", BAR_SIZE))
    yield LayerWords("about", t("Meter and key of the tune"), ("B", "T", ABOUT_SIZE))
    if config.look_back:
        does = t("What stood at this place of the bar {number} times before", number=K)
        yield LayerWords("back", does, ("B", "T", K, BACK_SIZE))
    yield from reading_layers(config, "recurrent", config.hidden_size, "T")
    yield LayerWords("head", t("A score for each token that could follow"), ("B", "T", V))
    yield LayerWords("direct", t("What fits into the room that is left, added to the scores"), ("B", "T", V))
    if config.look_back:
        does = t("How much it wants what stood there before, added to the scores of that")
        yield LayerWords("again", does, ("B", "T", K))
