"""Ten short lessons in the order of a first course, each with one experiment and one question it answers.

A lesson is data and one pure function: from the setting of its one control to an `Observation`,
the figures and a picture. Answers are conditions on these figures, so that none is right or wrong by itself.
A further lesson is a further file and a further line in `course`.
"""

from rnnkit.lessons.course import LESSONS
from rnnkit.lessons.lesson import (
    Answer,
    Control,
    Deeper,
    Figures,
    Lesson,
    LessonQuestion,
    Observation,
    Setting,
)

__all__ = [
    "LESSONS",
    "Answer",
    "Control",
    "Deeper",
    "Figures",
    "Lesson",
    "LessonQuestion",
    "Observation",
    "Setting",
]
