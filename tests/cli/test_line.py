"""The line of progress, and Ctrl-C."""

import io
import signal

import pytest

from rnnkit.cli.line import ProgressLine, progress_text, stop_on_interrupt
from rnnkit.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


HALFWAY = Progress("training", 5, 10, 2.0, train_loss=0.25, valid_loss=0.5, eta=7.4)


def test_it_tells_phase_share_losses_and_time_left():
    assert progress_text(HALFWAY) == (
        "training    ##########..........   50 %  loss 0.25  validation 0.5  7 s left"
    )


def test_what_is_not_known_is_left_out():
    assert progress_text(Progress("preparing", 0, 0, 0.0)) == "preparing   ....................    0 %"


def test_on_a_terminal_the_line_is_replaced_and_cleared():
    stream = Terminal()
    with ProgressLine(stream) as line:
        line.show(HALFWAY)
    assert stream.getvalue().count("\r") == 3
    assert stream.getvalue().endswith(" \r")
    assert "\n" not in stream.getvalue()


def test_where_nobody_watches_nothing_is_written():
    stream = io.StringIO()
    with ProgressLine(stream) as line:
        line.show(HALFWAY)
    assert stream.getvalue() == ""


def test_the_first_interrupt_asks_to_stop_and_the_second_ends():
    before = signal.getsignal(signal.SIGINT)
    with stop_on_interrupt() as should_stop:
        assert not should_stop()
        signal.raise_signal(signal.SIGINT)
        assert should_stop()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
