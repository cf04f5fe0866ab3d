"""Training on texts and writing from outside: a model goes through a file; what is wrong is one line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from rnnkit.bundle.models import read_model
from rnnkit.cli import main
from rnnkit.cli.options import STORED
from rnnkit.data import TextOverrides
from rnnkit.tasks.text.generation.settings import GenerateConfig
from rnnkit.tasks.text.kept.bundle import read_generator
from rnnkit.tasks.text.settings import TextConfig
from tests.tasks.texts import COUPLETS, HAMLET, sentences

SMALL = ("--steps", "60", "--hidden-size", "24", "--embedding-size", "12", "--learning-rate", "0.01")
BY_HEART = ("--steps", "500", "--hidden-size", "64")
ROOT = Path(__file__).parents[2]


def call(*words, **options):
    return CliRunner().invoke(main, [str(word) for word in words], **options)


def strict(text):
    """JSON without NaN or infinity."""

    def refuse(word):
        raise AssertionError(word)

    return json.loads(text, parse_constant=refuse)


@pytest.fixture(scope="module")
def grammar(tmp_path_factory):
    """A text file."""
    path = tmp_path_factory.mktemp("texts") / "grammar.txt"
    path.write_text(sentences(), "utf-8")
    return path


@pytest.fixture(scope="module")
def hamlet(tmp_path_factory):
    """A model that knows five lines by heart, trained by the command itself, and what was said."""
    path = tmp_path_factory.mktemp("models") / "new" / "hamlet.safetensors"
    env = {"RNNKIT_HOME": str(path.parent)}
    said = call("text", "--sample", "hamlet", *BY_HEART, "--out", path, env=env)
    assert said.exit_code == 0, said.stderr
    return path, said


@pytest.fixture
def never_trains(monkeypatch):
    """Training that would be an error."""
    import rnnkit.tasks.text.run

    def run(*_args, **_options):
        raise AssertionError("it trained")

    monkeypatch.setattr(rnnkit.tasks.text.run, "run", run)


def test_five_lines_go_through_a_file_and_come_back_word_for_word(hamlet):
    path, said = hamlet
    assert said.stdout.startswith("This is memory, not skill")
    assert f"Wrote {path}" in said.stdout
    result = call("generate", path, "--prompt", HAMLET[:20], "--temperature", 0, "--length", len(HAMLET) - 20)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == HAMLET + "\n"


def test_chinese_is_answered_through_a_file(tmp_path):
    path = tmp_path / "couplets.safetensors"
    text = tmp_path / "couplets.txt"
    text.write_bytes(COUPLETS.encode("gb18030"))
    trained = call("text", text, *BY_HEART, "--document-per-line", "--out", path)
    assert trained.exit_code == 0, trained.stderr
    written = call("generate", path, "--prompt", "床前明月光", "--temperature", 0, "--length", 6)
    assert written.stdout == "床前明月光，疑是地上霜\n"


def test_json_holds_scores_beside_counting_and_says_it_strictly(grammar):
    result = call("text", grammar, *SMALL, "--json")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    answer = strict(result.stdout)
    assert {"data", "notes", "config", "metrics", "verdict", "seconds"} <= set(answer)
    assert set(answer["metrics"]) == {"test", "ngram", "unigram"}
    for scores in answer["metrics"].values():
        assert {"nats_per_char", "bits_per_char", "perplexity"} <= set(scores)
    assert answer["metrics"]["test"]["nats_per_char"] < 3
    assert answer["data"]["understood"]["characters"] == len(sentences())
    assert "vocabulary" not in answer


def test_a_person_reads_changes_the_verdict_and_a_table(grammar):
    content = sentences().replace("\n", "\r\n").encode("utf-16")
    lines = call("text", "-", *SMALL, input=content).stdout.splitlines()
    assert any("line ends written as line feeds." in line for line in lines)
    table = {line[:22].strip(): line.split()[-1] for line in lines if line.strip()}
    assert {"network", "symbols by frequency"} <= set(table)
    assert "Perplexity" in "".join(lines)
    assert any(line.startswith("n-gram of order") for line in lines)


def test_a_test_text_is_scored_and_the_end_of_the_file_chooses(grammar, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(sentences(300, seed=1))
    answer = strict(call("text", grammar, "--test", other, *SMALL, "--json").stdout)
    assert answer["characters"] == len(sentences()) - int(0.05 * len(sentences()))
    assert answer["validated"] == len(sentences()) - answer["characters"]
    assert answer["scored"] == len(sentences(300, seed=1)) - 1


def test_what_was_left_out_of_the_vocabulary_is_said(grammar):
    answer = strict(call("text", grammar, *SMALL, "--max-vocabulary", 9, "--json").stdout)
    assert answer["notes"][0].startswith("The 8 most frequent symbols kept;")
    assert answer["vocabulary_size"] == 9


def test_every_option_reaches_the_model(grammar, tmp_path):
    path = tmp_path / "model.safetensors"
    words = (
        "--cell",
        "gru",
        "--bidirectional",
        "--unit",
        "word",
        "--context",
        8,
        "--seed",
        7,
        "--layer-norm",
    )
    result = call("text", grammar, *SMALL, *words, "--out", path)
    assert result.exit_code == 0, result.stderr
    config = read_model(path.read_bytes()).config
    assert (config.cell, config.bidirectional, config.unit, config.context) == ("gru", True, "word", 8)
    assert (config.seed, config.layer_norm, config.hidden_size, config.steps) == (7, True, 24, 60)


def test_a_sample_brings_its_settings_and_options_win(hamlet):
    config = read_model(hamlet[0].read_bytes()).config
    assert config.sample_prompt == HAMLET[:20]
    assert (config.steps, config.budget) == (500, None)


def test_several_temperatures_stand_under_headings_and_each_writes_what_it_writes_alone(hamlet):
    path, _ = hamlet
    options = ("--prompt", "To be", "--length", 60, "--seed", 3, "--top-k", 9, "--top-p", 0.95)
    result = call("generate", path, *options, "--temperature", 0.5, "--temperature", 1.5)
    first, second = (call("generate", path, *options, "--temperature", value).stdout for value in (0.5, 1.5))
    assert result.stdout == f"Temperature 0.5\n\n{first}\nTemperature 1.5\n\n{second}"
    alone = read_generator(path.read_bytes()).write("To be", 0.5, length=60, seed=3, top_k=9, top_p=0.95)
    assert first == f"To be{alone}\n"


def test_a_model_is_read_from_the_input_too(hamlet):
    path, _ = hamlet
    piped = call("generate", "-", "--length", 30, input=path.read_bytes())
    assert piped.stdout == call("generate", path, "--length", 30).stdout


def test_unknown_symbols_of_the_prompt_are_named_on_the_error_stream(hamlet):
    result = call("generate", hamlet[0], "--prompt", "Tö be", "--length", 5)
    assert result.stderr == "1 symbol not in this model was skipped: ö.\n"
    assert result.stdout.startswith("T be")


def test_writing_loads_no_torch(hamlet):
    code = (
        "import sys\nfrom rnnkit.cli import main\n"
        f"try: main(['generate', {str(hamlet[0])!r}, '--length', '20'])\n"
        "except SystemExit as left: print(left.code, 'torch' in sys.modules, file=sys.stderr)"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert answer.stderr.split() == [b"0", b"False"]


def test_a_terminal_of_few_characters_gets_question_marks_and_no_traceback(hamlet):
    result = subprocess.run(
        [sys.executable, "-m", "rnnkit", "generate", str(hamlet[0]), "--prompt", "To 床 be", "--length", "5"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "cp1252", "PYTHONPATH": str(ROOT)},
    )
    assert result.stderr.splitlines() == [b"1 symbol not in this model was skipped: ?."]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["text"], "Give a file or --sample"),
        (["text", "FILE", "--sample", "hamlet"], "Give a file or --sample"),
        (["text", "--sample", "sine"], "'sine' is not one of"),
        (["text", "missing.txt"], "missing.txt"),
        (["text", "FILE", "--test", "missing.txt"], "missing.txt"),
        (["text", "FILE", "--cell", "transformer"], "'transformer' is not one of"),
        (["text", "FILE", "--unit", "byte"], "'byte' is not one of"),
        (["text", "FILE", "--hidden-size", "0"], "Hidden size: whole number 1-1,024."),
        (["text", "FILE", "--budget", "20", "--epochs", "3"], "Give one of a time budget, epochs or steps"),
        (["text", "FILE", "--encoding", "klingon"], "klingon"),
        (["text", "FILE", "--out", "FILE/model.safetensors"], "Cannot write into"),
        (["generate"], "MODEL"),
        (["generate", "missing.safetensors"], "missing.safetensors"),
        (["generate", "FILE"], "Not a safetensors file."),
        (["generate", "MODEL", "--temperature", "2.5"], "Temperature: number from 0 to 2."),
        (["generate", "MODEL", "--length", "1000000000"], "Length: whole number 1-2,000."),
        (["generate", "MODEL", "--prompt", "床前"], "knows nothing of this prompt"),
        (["generate", "MODEL", "--prompt", "h" * 1001], "at most 1,000 characters"),
        (["generate", "MODEL", *["--temperature", "1"] * 6], "Temperature: 1 to 5 at once, not 6."),
    ],
    ids=lambda value: " ".join(value)[:50] if isinstance(value, list) else "",
)
def test_what_is_wrong_is_said_in_one_line_with_exit_code_2(words, message, grammar, hamlet, never_trains):
    places = {"FILE": str(grammar), "MODEL": str(hamlet[0])}
    result = call(*[places.get(word, word.replace("FILE/", f"{grammar}/")) for word in words])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stderr.startswith("Error: ")
    assert message in result.stderr


def test_more_than_the_limit_is_refused(tmp_path, monkeypatch, never_trains):
    monkeypatch.setenv("RNNKIT_MAX_TEXT_MEGABYTES", "1")
    path = tmp_path / "large.txt"
    path.write_bytes(b"a" * 1_000_001)
    result = call("text", path)
    assert (result.exit_code, result.stderr) == (2, "Error: Larger than 1 MB; take a part of the text.\n")


@pytest.mark.parametrize(
    ("command", "settings"),
    [("text", (TextConfig, TextOverrides)), ("generate", (GenerateConfig,))],
)
def test_every_setting_has_an_option(command, settings):
    fields = {name for kind in settings for name in kind.model_fields} - set(STORED)
    assert fields <= {option.name for option in main.commands[command].params}
