"""Learning to write from a text: a language model."""
