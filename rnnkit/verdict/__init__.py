"""What a run was worth, in one plain sentence, and the one change that usually helps."""

from rnnkit.verdict.verdict import Verdict

__all__ = ["Verdict"]
