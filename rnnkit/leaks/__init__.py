"""The leak guard: answers that stand where a network may look before it is asked. NumPy and pandas only."""
