"""A classifier that learns: order where only order tells, and the program that leaves with it."""

import json
import re
import subprocess
import sys

import numpy as np
import pytest

from rnnkit.bundle import read_kept, write_kept
from rnnkit.bundle.from_run import kept_from
from rnnkit.bundle.script import to_pytorch_code
from rnnkit.config import parse
from rnnkit.data.labelled import LabelledOverrides, read_labelled
from rnnkit.data.samples import sample_bytes
from rnnkit.files.about import DataSource
from rnnkit.files.encoding import sha256
from rnnkit.tasks.classify.kept.hidden import losses
from rnnkit.tasks.classify.kept.kept_network import answerer
from rnnkit.tasks.classify.kept.new_data import texts_in
from rnnkit.tasks.classify.run import run
from rnnkit.tasks.classify.settings import ClassifyConfig
from tests.tasks.examples.classify import EXAMPLE

PLAIN = {"dropout": 0.1, "word_dropout": 0.0, "embedding_dropout": 0.0, "learning_rate": 0.01}
SIZES = {"hidden_size": 32, "embedding_size": 32, "steps": 200}


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_reading_in_order_tells_twins_apart_and_counting_words_cannot(cell: str) -> None:
    config = parse(ClassifyConfig, {"cell": cell, "bidirectional": False, **PLAIN, **SIZES})
    found = run(read_labelled(sample_bytes("reviews")), config).summary
    metrics = found["metrics"]
    assert metrics["linear"]["accuracy"] == pytest.approx(0.5, abs=0.02)
    assert metrics["model"]["accuracy"] >= 0.98
    assert found["share"] > 0.8
    assert found["verdict"]["kind"] == "beats"


@pytest.fixture(scope="module")
def kept():
    example = EXAMPLE
    content = example.content
    outcome = run(read_labelled(content), parse(ClassifyConfig, example.settings))
    source = DataSource(name="opinions.csv", sha256=sha256(content), bytes=len(content))
    return kept_from(outcome, "BiLSTM", source)


def test_a_model_that_left_answers_as_it_did_without_the_app(kept, tmp_path) -> None:
    """Both by the program that travels along: stored answers again, and a text of one's own."""
    path = tmp_path / "model.zip"
    path.write_bytes(write_kept(kept))
    code = (
        "import runpy, sys\n"
        "sys.argv = [sys.argv[1]]; runpy.run_path(sys.argv[0], run_name='__main__')\n"
        "for name in ('network', 'predict'): sys.modules.pop(name, None)\n"
        "sys.argv.extend(['--text', 'the soup was lovely 3'])\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr[-2000:]
    lines = said.stdout.splitlines()
    difference = re.search(r"stored answers: (\S+)", lines[0])
    assert difference is not None
    assert float(difference[1]) <= 1e-6
    assert lines[1] == "text,class,bad,good"
    p = np.exp(answerer(read_kept(path.read_bytes())).log_p(["the soup was lovely 3"]))[0]
    assert lines[2] == f"the soup was lovely 3,{'bad' if p[0] > p[1] else 'good'},{p[0]:.6f},{p[1]:.6f}"


def test_no_text_that_was_learned_leaves_with_a_model(kept) -> None:
    frames = json.dumps({name: frame.to_dict() for name, frame in kept.frames.items()})
    assert "rows" not in kept.frames
    assert not any(text in frames for text in read_labelled(EXAMPLE.content).texts)


def test_the_script_of_texts_runs_alone_and_learns(kept, tmp_path) -> None:
    (tmp_path / "train.py").write_text(to_pytorch_code(kept.config.replace(steps=120, hidden_size=16)))
    (tmp_path / "train.csv").write_bytes(EXAMPLE.content)
    command = [sys.executable, "-I", "-W", "error", "train.py", "train.csv"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr[-2000:]
    losses = [float(line.split("loss ")[1]) for line in said.stdout.splitlines()]
    assert losses[-1] < 0.8 * losses[0]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_column_of_texts_is_found_whatever_separates_it_from_others(kept, sign: str) -> None:
    rows = ["no", "text"], ["1", "the soup was dull"], ["2", "a lovely room"]
    found = texts_in("".join(sign.join(row) + "\n" for row in rows).encode(), kept)
    assert found.rows == ["the soup was dull", "a lovely room"]
    assert texts_in(b"the soup was dull; text\n", kept).rows == ["the soup was dull; text"]


def test_classes_with_very_long_names_are_known_again_where_a_model_is_scored() -> None:
    names = [letter * 300 for letter in "ab"]
    rows = [(f"the soup was {('dull', 'fine')[n % 2]} {n}", names[n % 2]) for n in range(40)]
    content = ("text,label\n" + "".join(f"{text},{name}\n" for text, name in rows)).encode()
    data = read_labelled(content, LabelledOverrides(text=("text",), label=("label",)))
    outcome = run(data, parse(ClassifyConfig, EXAMPLE.settings))
    kept = kept_from(outcome, "BiLSTM", DataSource(name="long.csv", sha256=sha256(content), bytes=0))
    texts, labels = zip(*rows, strict=True)
    hidden = {"texts": texts, "labels": labels, "counts": dict.fromkeys(names, 20)}
    found = losses(kept, json.dumps(hidden).encode(), {})
    assert found.units["majority"].score == pytest.approx(np.log(2))
