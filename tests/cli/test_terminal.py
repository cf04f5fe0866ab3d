"""The line of progress, and Ctrl-C."""

import io
import signal
from dataclasses import replace

import pytest

from rnnkit.cli.terminal import WIDTH, ProgressLine, progress_text, stop_on_interrupt
from rnnkit.training.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


HALFWAY = Progress("training", 5, 10, 2.0, train_loss=0.25, valid_loss=0.5, eta=7.4)


def test_it_tells_phase_share_losses_and_time_left():
    assert progress_text(HALFWAY) == ("training    ######......   50 %  loss 0.25  validation 0.5  7 s left")


def test_what_is_not_known_is_left_out():
    assert progress_text(Progress("preparing", 0, 0, 0.0)) == "preparing   ............    0 %"


def test_on_a_terminal_the_line_is_replaced_and_cleared():
    stream = Terminal()
    with ProgressLine(stream) as line:
        line.show(HALFWAY)
    assert stream.getvalue().count("\r") == 3
    assert stream.getvalue().endswith(" \r")
    assert "\n" not in stream.getvalue()


def test_a_sample_stays_above_the_line_without_what_would_move_the_cursor():
    stream = Terminal()
    with ProgressLine(stream) as line:
        line.show(replace(HALFWAY, sample="to be,\n\x1b[2Jor not"))
    assert "\r  to be,\n  [2Jor not\n\n\r" in stream.getvalue()


def test_the_longest_line_fits_a_narrow_terminal():
    long = Progress("training", 10, 10, 2.0, train_loss=1.2345e-05, valid_loss=0.1234, eta=3600)
    assert len(progress_text(long)) <= WIDTH


def test_time_that_is_over_is_none_left():
    assert progress_text(replace(HALFWAY, eta=-0.4)).endswith("  0 s left")


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
