"""Files are led to the task that they are most likely meant for, by what the tasks say of them."""

import gzip

import pytest

from rnnkit.data.samples import SAMPLES, sample_bytes
from rnnkit.errors import DataError
from rnnkit.tasks import TASKS
from rnnkit.tasks.belonging import HEAD, elsewhere, head_of

PROSE = (
    b"The mill stood by the river. Nobody knew who had built it, or when.\n\nIn the spring the water rose.\n"
    * 5
)
SERIES = b"day,sales\n" + b"".join(b"2024-01-%02d,%d\n" % (day, day * 3) for day in range(1, 30))


def led(here, content, name="file.txt"):
    found = elsewhere(TASKS, here, name, head_of(content))
    return found and (found.task, found.sentence)


def test_running_text_on_the_page_of_tables_is_led_away():
    assert led("forecast", PROSE) == ("text", "This looks like running text.")


def test_a_table_over_time_on_the_page_of_texts_is_led_away():
    assert led("text", SERIES) == ("forecast", "This looks like a table of numbers over time.")
    assert led("text", gzip.compress(SERIES)) == ("forecast", "This looks like a table of numbers over time.")


def test_texts_with_labels_are_led_to_the_classes():
    content = b"text,label\n" + b"so good and warm,up\nso bad and cold,down\n" * 9
    said = ("classify", "This looks like texts with labels, of 2 classes.")
    assert led("text", content) == led("forecast", content) == said
    assert led("classify", content) is None
    assert led("classify", PROSE) == ("text", "This looks like running text.")
    assert led("classify", SERIES) == ("forecast", "This looks like a table of numbers over time.")


def test_tagged_tokens_and_pairs_are_led_to_their_pages():
    tokens = b"Ada B-PER\nlives O\n\nRome B-LOC\nis O\nold O\n"
    classes = b"the DET\nmill NOUN\nstood VERB\n\nthe DET\nriver NOUN\nran VERB\n"
    pairs = b"".join(b"It is %d o'clock.\tEs ist %d Uhr.\n" % (hour, hour) for hour in range(1, 12))
    for here in ("forecast", "text", "classify", "translate"):
        said = ("label", "This looks like sentences with a tag for every token.")
        assert led(here, tokens) == led(here, classes) == said
    for here in ("forecast", "text", "label"):
        assert led(here, pairs) == ("translate", "This looks like pairs of texts.")
    assert led("label", tokens) is led("translate", pairs) is None
    assert led("label", PROSE) == led("translate", PROSE) == ("text", "This looks like running text.")
    assert led("label", SERIES) == ("forecast", "This looks like a table of numbers over time.")


def test_tunes_are_led_to_compose():
    abc = b"X:1\nT:A jig\nM:6/8\nL:1/8\nK:D\n|: d2A A2F | GAB A3 :|\nd2A A2F | d3 d3 |]\n"
    said = ("compose", "This looks like tunes in ABC notation.")
    for here in ("forecast", "text", "classify", "label", "translate"):
        assert led(here, abc, "tunes.abc") == said
    assert led("compose", abc) is None
    assert led("compose", PROSE) == ("text", "This looks like running text.")
    assert led("compose", SERIES) == ("forecast", "This looks like a table of numbers over time.")


@pytest.mark.parametrize("key", [key for key in SAMPLES if TASKS[SAMPLES[key].task].claims])
def test_no_sample_is_led_away_from_its_page(key):
    try:
        content = sample_bytes(key)
    except DataError:
        pytest.skip("has to be fetched")
    assert led(SAMPLES[key].task, content) is None


@pytest.mark.parametrize("content", [b"", b"\n", b"\x89PNG\r\n\x1a\n12", b"\x00\x01\x02" * 99, b"{", b'"'])
def test_a_file_that_nobody_can_read_is_led_nowhere(content):
    assert all(led(here, content) is None for here in TASKS)


def test_whole_lines_of_the_beginning_are_looked_at():
    assert head_of(b"ab\n" * HEAD).endswith(b"\n")
    assert len(head_of(b"ab\n" * HEAD)) <= HEAD
    assert len(head_of(b"a" * (2 * HEAD))) == HEAD


def test_texts_with_one_label_are_no_pairs() -> None:
    content = b"text,label\n" + b"".join(b"this is text number %d about things,good\n" % n for n in range(30))
    assert led("classify", content) is None
