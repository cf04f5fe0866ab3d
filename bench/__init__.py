"""Speed and accuracy, beside the baselines: `python -m bench`. Never part of the tests."""
