"""Prompts and what may be asked of a model: bad inputs 43 to 46, each in one sentence."""

import pytest

from rnnkit.config import parse
from rnnkit.data import Vocabulary, read_prompt
from rnnkit.errors import ConfigError
from rnnkit.tasks.text.generation.settings import GenerateConfig

KNOWN = Vocabulary.fit("hello world\n")


def test_43_unknown_symbols_are_named_and_skipped():
    prompt = read_prompt("hé🙂llo\r\n", KNOWN)
    assert prompt.text == "hllo\n"
    assert prompt.ids.tolist() == KNOWN.encode("hllo\n").tolist()
    assert prompt.skipped == ("é", "🙂")
    assert prompt.notice == "2 symbols not in this model were skipped: é, 🙂."


def test_43_also_where_the_model_has_a_symbol_for_the_unknown():
    assert read_prompt("héllo", KNOWN.with_unk()).text == "hllo"


def test_43_invisible_symbols_are_named_so_that_one_can_see_them():
    known = Vocabulary.fit("ab")
    assert read_prompt("a b\n\u200b", known).notice.endswith("skipped: ␣, ⏎, U+200B.")


def test_43_a_prompt_of_which_nothing_is_known_is_refused():
    with pytest.raises(ConfigError, match="knows nothing of this prompt"):
        read_prompt("床前", KNOWN)


def test_a_prompt_without_anything_is_a_start_from_nothing():
    assert len(read_prompt("", KNOWN).ids) == 0


def test_46_a_prompt_of_a_megabyte_is_refused():
    with pytest.raises(ConfigError, match="at most 1,000 characters"):
        read_prompt("h" * 1_000_000, KNOWN)
    with pytest.raises(ConfigError, match="at most 1,000 characters"):
        parse(GenerateConfig, {"prompt": "h" * 1_000_000})


@pytest.mark.parametrize("temperature", [-1, -1e-9, float("nan"), float("inf"), 1e9, 2.1, "hot", None])
def test_44_temperatures_out_of_bounds(temperature):
    with pytest.raises(ConfigError, match=r"^Temperature: number from 0 to 2\.$"):
        parse(GenerateConfig, {"temperatures": (0.5, temperature)})


def test_44_zero_is_the_likeliest_symbol_and_several_at_once_are_fine():
    assert parse(GenerateConfig, {"temperatures": (0, 0.5, 2)}).temperatures == (0, 0.5, 2)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"temperatures": ()}, "Temperature: 1 to 5 at once, not 0."),
        ({"temperatures": (1,) * 6}, "Temperature: 1 to 5 at once, not 6."),
        ({"length": 10**9}, "Length: whole number 1-2,000."),
        ({"length": 0}, "Length: whole number 1-2,000."),
        ({"length": 1.5}, "Length: whole number 1-2,000."),
        ({"length": True}, "Length: whole number 1-2,000."),
        ({"top_k": 0}, "Top k: whole number 1-1,000."),
        ({"top_p": 0}, "Top p: number from 0 to 1."),
        ({"top_p": 1.1}, "Top p: number from 0 to 1."),
        ({"seed": -1}, "Seed: whole number 0-4,294,967,295."),
        ({"seed": 2**70}, "Seed: whole number 0-4,294,967,295."),
        ({"tempo": 1}, "There is no setting called tempo."),
    ],
    ids=str,
)
def test_45_and_others_by_their_bounds(values, sentence):
    with pytest.raises(ConfigError) as error:
        parse(GenerateConfig, values)
    assert str(error.value) == sentence
