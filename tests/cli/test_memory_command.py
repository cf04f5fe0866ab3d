"""The command `memory`: it trains, says the score beside having no memory, and refuses in one line."""

import json

from click.testing import CliRunner

from rnnkit.cli import main

SHORT = ["memory", "--problem", "parity", "--length", "4", "--steps", "3", "--device", "cpu"]


def test_the_score_stands_beside_that_without_a_memory() -> None:
    answer = CliRunner().invoke(main, SHORT)
    assert answer.exit_code == 0
    assert "no memory" in answer.output
    assert "without a memory it would be" in answer.output
    assert "(right: " in answer.output


def test_everything_as_json() -> None:
    found = json.loads(CliRunner().invoke(main, [*SHORT, "--json"]).stdout)
    assert found["metrics"].keys() == {"model", "memoryless"}
    assert found["config"]["length"] == found["config"]["test_length"] == 4


def test_wrong_settings_end_with_one_line() -> None:
    answer = CliRunner().invoke(main, ["memory", "--length", "9999"])
    assert answer.exit_code == 2
    assert answer.stderr == "Error: Length: whole number 2-500.\n"
