"""Text from a trained language model, symbol by symbol: no torch, hence no worker.

`network` is the model of `networks.network` written out a step at a time, `choice` draws a symbol
from its scores, and `generator` puts the two together.
"""

from rnnkit.tasks.text.generation.generator import Generator, Symbol

__all__ = ["Generator", "Symbol"]
