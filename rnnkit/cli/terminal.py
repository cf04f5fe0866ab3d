"""What the terminal sees beside the answer: errors on one line, and one line of progress."""

import contextlib
import io
import math
import signal
import sys
from collections.abc import Callable, Iterator
from textwrap import indent
from types import FrameType
from typing import IO, Any, NoReturn

import click

from rnnkit.data.text.read import CONTROL
from rnnkit.errors import RnnkitError
from rnnkit.training.progress import Progress
from rnnkit.words import t

USAGE = 2
INTERRUPTED = 130
WIDTH = 79
BAR = 12


class OneLineGroup(click.Group):
    """A group of commands in which everything a person can do wrong ends with one line and exit code 2."""

    def main(self, *args: Any, **options: Any) -> NoReturn:
        """Run a command and leave with its exit code."""
        options["standalone_mode"] = False
        _print_anything()
        try:
            code = super().main(*args, **options)
        except click.ClickException as error:
            _leave(error.format_message(), USAGE)
        except RnnkitError as error:
            _leave(str(error), USAGE)
        except click.Abort:
            _leave(t("Interrupted."), INTERRUPTED)
        sys.exit(code if isinstance(code, int) else 0)


def _print_anything() -> None:
    """A terminal that cannot show a character shows a question mark, and the command goes on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _leave(message: str, code: int) -> NoReturn:
    click.echo(t("Error: {reason}", reason=" ".join(message.split())), err=True)
    sys.exit(code)


class ProgressLine:
    """Writes the state of a run over and over on one line, if there is a person to read it."""

    def __init__(self, stream: IO[str] | None = None) -> None:
        self.stream = stream or sys.stderr
        self.shown = self.stream.isatty()

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown:
            self._write("")
            self.stream.write("\r")

    def show(self, progress: Progress) -> None:
        """Replace the line; what a model has just written is left standing above it."""
        if not self.shown:
            return
        if progress.sample:
            self._write("")
            self.stream.write("\r" + indent(without_controls(progress.sample), "  ") + "\n\n")
        self._write(progress_text(progress))

    def _write(self, text: str) -> None:
        self.stream.write("\r" + text[:WIDTH].ljust(WIDTH))
        self.stream.flush()


def progress_text(progress: Progress) -> str:
    """One line: phase, a bar, how far, losses, time left."""
    share = min(progress.step / progress.steps, 1.0) if progress.steps else 0.0
    parts = [t(PHASES[progress.phase]).ljust(10), "#" * round(BAR * share) + "." * (BAR - round(BAR * share))]
    parts.append(f"{100 * share:3.0f} %")
    if progress.train_loss is not None:
        parts.append(t("loss {loss:.4g}", loss=progress.train_loss))
    if progress.valid_loss is not None:
        parts.append(t("validation {loss:.4g}", loss=progress.valid_loss))
    if progress.eta is not None and math.isfinite(progress.eta):
        parts.append(t("{seconds:.0f} s left", seconds=max(0.0, progress.eta)))
    return "  ".join(parts)


def without_controls(text: str) -> str:
    """A text that was learned or comes from a stranger's file, without what would move the cursor."""
    return CONTROL.sub("", text)


PHASES = {
    "preparing": "preparing",
    "measuring": "measuring",
    "training": "training",
    "refitting": "learning on with all rows",
    "evaluating": "scoring",
}


@contextlib.contextmanager
def stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Ctrl-C asks the run to stop and keep its best weights; a second one ends the program."""
    asked = False

    def ask(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    try:
        before = signal.signal(signal.SIGINT, ask)
    except ValueError:  # not in the main thread, where nobody presses Ctrl-C
        yield lambda: False
        return
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)
