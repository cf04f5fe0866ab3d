"""What a run was worth, in one plain sentence, and the one change that usually helps.

`facts` measures a finished run; `judge` turns the few numbers it found into words.
"""

from rnnkit.verdict.facts import Facts, facts
from rnnkit.verdict.judge import Verdict, judge

__all__ = ["Facts", "Verdict", "facts", "judge"]
