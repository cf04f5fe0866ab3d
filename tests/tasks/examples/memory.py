"""Two marked numbers of a row, to be added."""

from tests.tasks.example import Example

EXAMPLE = Example(
    b'{"problem": "adding", "length": 6, "test_length": 6}',
    {"problem": "adding", "length": 6, "hidden_size": 8, "steps": 20},
)
