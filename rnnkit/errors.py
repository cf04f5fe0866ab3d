"""The errors a person can meet. Each message says what was needed, what was got and what to do.

RnnkitError
├── DataError       the data cannot be used as asked (also a ValueError)
├── ConfigError     a setting is out of its bounds or contradicts another (also a ValueError)
├── NotFoundError   no such run, data set or sample, or not for this viewer
├── LimitError      more than this host allows one visitor, or all of them together, right now
├── DivergedError   a loss or weight stopped being finite
├── PausedError     a run was put aside before its end, and waits to be resumed
└── JobError        the process that should do the work cannot
"""


class RnnkitError(Exception):
    """Base of all errors whose message is written for the person at the screen."""


class DataError(RnnkitError, ValueError):
    """The data cannot be used as asked."""


class ConfigError(RnnkitError, ValueError):
    """A setting is out of its bounds or contradicts another."""


class NotFoundError(RnnkitError, LookupError):
    """There is no such thing, or it belongs to somebody else: both read the same."""


class LimitError(RnnkitError):
    """More was asked for than this host allows one visitor, or all of them together, right now."""


class DivergedError(RnnkitError):
    """Training met a number that is not finite; the message says where it came from."""


class PausedError(RnnkitError):
    """Training was put aside, and all it needs to go on was kept; `seen` is the last wish that it knew of."""

    def __init__(self, sentence: str, seen: int = 0) -> None:
        super().__init__(sentence)
        self.seen = seen


class JobError(RnnkitError):
    """The process that should do the work cannot be started or does not answer."""
