"""The layers of a forecaster as a table, for so many features a step."""

from collections.abc import Iterator

from rnnkit.config import is_recurrent
from rnnkit.config.layers import LayerWords, reading_layers
from rnnkit.tasks.forecast.settings import ResolvedForecast
from rnnkit.words import plural, t


def layer_words(config: ResolvedForecast) -> Iterator[LayerWords]:
    """Every layer that `networks.network` builds, in the order in which they are asked."""
    H, w, S = config.hidden_size, config.segment, config.segments
    answered = min(w, config.horizon) if config.strategy == "recursive" else config.horizon
    J = -(-answered // w)
    does = plural(
        "Turns a step of values and features into one vector; ReLU",
        "Joins {number} steps of values and features into one vector; ReLU",
        w,
    )
    yield LayerWords("embed", does, ("B", S, H))
    yield from reading_layers(config, "encoder", H, S, steps=S)
    if config.strategy == "encoder_decoder" and is_recurrent(config.cell):
        does = t("Writes the forecast segment by segment, each time reading what it wrote before")
    else:
        does = t("Asks for every segment of the forecast at once, with what is known ahead; ReLU")
    yield LayerWords("decoder", does, ("B", J, H))
    does = t("The middle and the distance of both borders, for each step of a segment")
    yield LayerWords("head", does, ("B", J, 3 * w))
    if config.shortcut:
        does = t("A straight line from the lookback to the forecast, added to the middle")
        yield LayerWords("line", does, ("B", answered))
