"""A translation run: it learns, looks where it should, and its file works where nothing of ours is."""

import io
import random
import subprocess
import sys
import zipfile
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch

from rnnkit.bundle import kept_from, write_kept
from rnnkit.bundle.use import use
from rnnkit.config import parse
from rnnkit.data import Vocabulary
from rnnkit.data.pairs import Pairs, read_pairs
from rnnkit.errors import DataError
from rnnkit.files.about import DataSource
from rnnkit.files.kept import Kept
from rnnkit.tasks.translate.corpus import read_corpus
from rnnkit.tasks.translate.networks.model import build
from rnnkit.tasks.translate.networks.objective import TranslateObjective
from rnnkit.tasks.translate.plan import resolve
from rnnkit.tasks.translate.run import run
from rnnkit.tasks.translate.settings import ResolvedTranslate, TranslateConfig
from rnnkit.tasks.translate.translating import TextTranslator
from rnnkit.training.outcome import Outcome
from tests.tasks.examples.translate import turned


@cache
def reversing() -> Outcome:
    """Rows of letters turned round, learned in some seconds."""
    settings = {"hidden_size": 48, "embedding_size": 32, "steps": 320, "batch_size": 32}
    asked = {**settings, "learning_rate": 0.006, "dropout": 0.0, "beam": 1}
    return run(rows_of(1500), parse(TranslateConfig, asked))


def rows_of(count: int) -> Pairs:
    """Rows of up to ten letters, and the same from the last to the first."""
    luck = random.Random(0)
    rows = ("".join(luck.choices("abcdef", k=luck.randint(3, 10))) for _ in range(count))
    return read_pairs("".join(f"{row}\t{row[::-1]}\n" for row in rows).encode())


def translator() -> TextTranslator:
    summary = reversing().summary
    config, vocabulary = parse(ResolvedTranslate, summary["config"]), parse(Vocabulary, summary["vocabulary"])  # type: ignore[arg-type]
    return TextTranslator.from_bytes(reversing().weights, config, vocabulary)


def kept() -> Kept:
    return kept_from(reversing(), "BiLSTM", DataSource(name="x", sha256="0" * 64, bytes=1))


def test_it_learns_to_turn_letters_round() -> None:
    scores = reversing().summary["metrics"]
    assert scores["model"]["exact_match"] >= 0.95  # type: ignore[index]
    assert max(scores[name]["exact_match"] for name in ("copy", "phrases", "nearest")) < 0.1  # type: ignore[index]
    assert reversing().summary["verdict"]["kind"] == "beats"  # type: ignore[index]


def test_attention_walks_from_the_last_letter_to_the_first() -> None:
    found = translator().translate("abcdefab", beam=1)[0]
    assert found.text == "bafedcba"
    centers = found.attention[:8, :10] @ np.arange(10)
    assert np.all(np.diff(centers) < 0)
    assert np.corrcoef(centers, np.arange(8))[0, 1] < -0.97


def test_new_sources_come_back_translated_and_new_pairs_scored() -> None:
    lines = use(kept(), b"abc\n\nfed\n")
    assert lines.frames["translations"]["written"].tolist() == ["cba", "def"]
    assert lines.summary["metrics"] == {}
    pairs = use(kept(), b"abc\tcba\nfed\tdeg\n")
    assert pairs.frames["translations"]["exact"].tolist() == [1, 0]
    assert set(pairs.summary["metrics"]) == {"model", "copy"}  # type: ignore[call-overload]
    assert "unknown to the model" in use(kept(), "aΩb\n".encode()).summary["notes"][0]  # type: ignore[index]
    with pytest.raises(DataError, match="The file is empty"):
        use(kept(), b" \n\n")


def test_its_file_works_without_ours_and_without_torch(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(write_kept(kept()))) as archive:
        archive.extractall(tmp_path)
        assert "Needs Python with numpy." in archive.read("README.md").decode()
    code = (
        "import sys, runpy; sys.modules['torch'] = None; sys.argv = sys.argv[1:]; sys.path.insert(0, '.'); "
    )
    code += "runpy.run_path('predict.py', run_name='__main__')"

    def said(*words: str) -> str:
        command = [sys.executable, "-I", "-c", code, "predict.py", *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    difference = said().rpartition(" ")[2]
    assert float(difference) <= 1e-6
    assert said("--text", "abcde", "--beam", "3").splitlines()[0].endswith("\tedcba")


def test_teacher_forcing_eases_off_with_the_passes() -> None:
    corpus = read_corpus(read_pairs(turned(60)), TranslateConfig())
    asked = {"teacher_forcing_ratio": 0.5, "teacher_forcing_schedule": "linear", "steps": 1, "hidden_size": 4}
    config = resolve(corpus, parse(TranslateConfig, {**asked, "batch_size": 16}))
    objective = TranslateObjective(build(config, len(corpus.vocabulary)), corpus, config, torch.device("cpu"))
    ratios = []
    for _ in range(50):
        objective.loss()
        ratios.append(objective._ratio())
    assert ratios[0] == pytest.approx(1, abs=0.05)
    assert ratios[-1] == pytest.approx(0.5)
    assert all(later <= earlier for earlier, later in pairwise(ratios))
