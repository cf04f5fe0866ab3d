"""Text samples: known figures, rules that hold, the same text for the same seed, and a polite fetch."""

import hashlib
import http.server
import re
import sys
import threading
from collections import Counter
from functools import partial
from urllib.error import URLError

import pytest

from rnnkit.data import Vocabulary, read_text, split
from rnnkit.data.samples import SAMPLES, fetch, sample_bytes, samples_of, text_catalogue, texts
from rnnkit.data.samples.fetch import Remote
from rnnkit.data.tunes import bars_of, read_tunes, valid
from rnnkit.errors import ConfigError, DataError, NotFoundError
from rnnkit.tasks.text.settings import TextConfig

TEXTS = samples_of("text")
LOCAL = [key for key, sample in TEXTS.items() if sample.remote is None]
CONTENT = b"First Citizen:\nBefore we proceed any further, hear me speak.\n"


def text_of(key, **options):
    return sample_bytes(key, **options).decode("utf-8")


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_has_a_story_and_valid_settings(key):
    sample = TEXTS[key]
    assert SAMPLES[key] is sample
    assert sample.sentence.endswith((".", "?"))
    assert len(sample.sentence) <= 160
    assert sample.source
    TextConfig(**sample.settings)


@pytest.mark.parametrize("key", LOCAL)
def test_every_text_is_read_as_it_is_and_its_prompt_is_known(key):
    text = read_text(sample_bytes(key))
    assert not [change for change in text.changes if change.warning]
    assert text.text == text_of(key) or key == "python"  # its modules hold form feeds
    vocabulary = Vocabulary.fit(split(text).training)
    assert vocabulary.unknown(str(TEXTS[key].settings.get("sample_prompt", ""))) == []
    assert (text.understood["documents"] != 1) == bool(TEXTS[key].settings.get("document_per_line"))


def test_the_five_lines_of_the_first_lesson():
    text = text_of("hamlet")
    assert len(text) == 200
    assert len(set(text)) == 31
    assert len(text.strip().splitlines()) == 5
    assert text.startswith(str(TEXTS["hamlet"].settings["sample_prompt"]))
    assert len(TEXTS["hamlet"].settings["sample_prompt"]) == 20


def test_couplets_are_five_characters_against_five_and_begin_differently():
    lines = text_of("couplets").splitlines()
    assert len(lines) >= 20
    assert lines[0] == "床前明月光，疑是地上霜。"
    assert all(re.fullmatch("[\u4e00-\u9fff]{5}，[\u4e00-\u9fff]{5}。", line) for line in lines)
    assert max(Counter(line[:2] for line in lines).values()) == 1
    assert not [line for line in lines if set(line[:5]) & set(line[6:11])]  # a good pair repeats nothing


def test_names_are_distinct_and_the_seed_decides():
    lines = text_of("names").splitlines()
    assert len(lines) == len(set(lines)) == 3000
    assert all(re.fullmatch("[a-z]{3,20}", line) for line in lines)
    assert text_of("names") == text_of("names", seed=0)
    assert text_of("names") != text_of("names", seed=1)


def test_the_manual_and_the_library_of_this_python():
    assert len(text_of("manual")) > 200_000
    assert "assert_stmt ::=" in text_of("manual")
    assert len(text_of("python")) > 500_000
    assert text_of("python").count("\ndef ") > 300


def test_a_python_without_manual_or_source_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "pydoc_data.topics", None)
    with pytest.raises(NotFoundError, match="without its manual"):
        sample_bytes("manual")
    monkeypatch.setattr(texts, "find_spec", lambda name: None)
    with pytest.raises(NotFoundError, match="without the source"):
        sample_bytes("python")


@pytest.mark.parametrize("key", TEXTS)
def test_texts_refuse_noise(key):
    with pytest.raises(ConfigError, match="taken as it is"):
        sample_bytes(key, noise=0.1)


@pytest.fixture
def address(tmp_path):
    """A server on this machine that has the text, and nothing else."""
    (tmp_path / "input.txt").write_bytes(CONTENT)
    handler = partial(QuietHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments):
        pass


def remote(url, content=CONTENT):
    return Remote(url, len(content), hashlib.sha256(content).hexdigest())


def test_a_text_is_fetched_when_its_checksum_fits(address):
    assert fetch.fetch(remote(f"{address}/input.txt"), "Tiny Shakespeare") == CONTENT


@pytest.mark.parametrize("expected", [b"something else", CONTENT[:-1], CONTENT + b"!"])
def test_another_text_than_the_expected_one_is_refused(address, expected):
    with pytest.raises(DataError, match="What was fetched is not Tiny Shakespeare"):
        fetch.fetch(remote(f"{address}/input.txt", expected), "Tiny Shakespeare")


def test_what_is_not_there_cannot_be_fetched(address):
    with pytest.raises(DataError, match="is there a network"):
        fetch.fetch(remote(f"{address}/nothing.txt"), "Tiny Shakespeare")


def test_without_a_network_the_sample_says_what_to_do(monkeypatch):
    def no_network(*_arguments, **_options):
        raise URLError("no route")

    monkeypatch.setattr(fetch, "urlopen", no_network)
    with pytest.raises(DataError) as error:
        sample_bytes("shakespeare")
    assert str(error.value) == (
        "Tiny Shakespeare could not be fetched; is there a network? The other samples need none."
    )


def test_the_address_is_safe_and_the_checksum_whole():
    assert text_catalogue.SHAKESPEARE.url.startswith("https://")
    assert re.fullmatch("[0-9a-f]{64}", text_catalogue.SHAKESPEARE.sha256)


def test_dances_are_valid_tunes_with_full_bars_whose_halves_begin_alike():
    found = read_tunes(sample_bytes("tunes"))
    assert (len(found), found.changes, found.understood["unfilled"]) == (300, (), 0)
    assert [valid(tune) for tune in found.tunes] == [None] * 300
    assert set(found.understood["meters"]) == {"6/8", "4/4", "3/4", "2/4", "9/8"}
    for tune in found.tunes:
        bars = [tune.tokens[bar.start : bar.stop] for bar in bars_of(tune) if bar.why != "pickup"]
        assert len(bars) == 16
        assert (bars[0:2], bars[6:8]) == (bars[4:6], bars[14:16])
        assert bars[-1][-1][0].upper() == tune.key[0]
    assert text_of("tunes", seed=0) == text_of("tunes") != text_of("tunes", seed=1)
