"""A trained language model as it reads a text: every state and every gate at every symbol."""

import numpy as np

from rnnkit.data import Vocabulary, read_prompt
from rnnkit.data.text.prompt import visible
from rnnkit.inspect.activations import Activations, layers
from rnnkit.numpy_rnn.copied_weights import Weights
from rnnkit.tasks.text.settings import ResolvedText


def read_text(weights: Weights, config: ResolvedText, vocabulary: Vocabulary, text: str) -> Activations:
    """A language model reads a text. Raises `ConfigError` where it knows nothing of it."""
    prompt = read_prompt(text, vocabulary)
    embed = np.asarray(weights["embed.weight"], dtype=np.float64)
    x = embed[prompt.ids] * (np.sqrt(config.embedding_size) if config.tied else 1)
    symbols = tuple(visible(vocabulary.symbols[number]) for number in prompt.ids)
    return Activations(config.cell, symbols, tuple(layers(weights, config, "recurrent", x)), prompt.notice)
