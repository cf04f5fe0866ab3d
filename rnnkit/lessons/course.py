"""The lessons in their order."""

from rnnkit.lessons import (
    attention,
    both_ways,
    clipping,
    gates,
    gradients,
    idea,
    learning,
    shapes,
    shared,
    unrolled,
)
from rnnkit.lessons.lesson import Lesson

LESSONS: tuple[Lesson, ...] = (
    idea.LESSON,
    unrolled.LESSON,
    shared.LESSON,
    shapes.LESSON,
    learning.LESSON,
    gradients.LESSON,
    clipping.LESSON,
    gates.LESSON,
    both_ways.LESSON,
    attention.LESSON,
)
