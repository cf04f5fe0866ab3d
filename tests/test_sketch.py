"""Sketches: what is written into them is read by others."""

import numpy as np

from rnnkit.pictures import sketch
from tests.pictures import decoded


def test_a_picture_of_pixels_is_read_by_others_as_it_was_written():
    colors = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    np.testing.assert_array_equal(decoded(sketch.png(colors)), colors)
