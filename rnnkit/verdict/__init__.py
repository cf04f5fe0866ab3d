"""What a run was worth, in one plain sentence, and the one change that usually helps.

`facts` measures a finished forecast and `judge` turns the few numbers it found into words; `judge_text` does
the same for a language model.
"""

from rnnkit.verdict.facts import Facts, facts
from rnnkit.verdict.judge import judge
from rnnkit.verdict.judge_text import TextFacts, judge_text
from rnnkit.verdict.verdict import Verdict

__all__ = ["Facts", "TextFacts", "Verdict", "facts", "judge", "judge_text"]
