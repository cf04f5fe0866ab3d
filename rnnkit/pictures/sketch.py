"""Pictures as plain shapes: cheaper for a browser than a chart where nothing is measured on an axis.

Widths are shares of the picture, so that it fits every screen; heights and sizes are pixels from the top.
"""

import base64
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

LEFT = 5.0  # percent of the width, for what stands beside rows
TOP = 6  # pixels above, for the name of the first row

Tag = Literal["rect", "line", "text", "circle", "image"]  # of SVG


@dataclass(frozen=True)
class Shape:
    """One shape in the words of SVG; a text may end set low. The hint is for who points at it."""

    tag: Tag
    look: Mapping[str, object]
    text: str = ""
    low: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Sketch:
    """A picture: later shapes lie on top. On a screen narrower than `width` it is scrolled."""

    height: float
    shapes: tuple[Shape, ...]
    width: float = 0

    def data(self) -> dict[str, Any]:
        """The picture as it is sent to a browser."""
        shapes = [[one.tag, dict(one.look), one.text, one.low, one.hint] for one in self.shapes]
        return {"height": self.height, "width": self.width, "shapes": shapes}


def middle(step: float, T: int) -> str:
    """The middle of a step (counted from 0) of so many, right of `LEFT`, as a share of the width."""
    return f"{LEFT + (100 - LEFT) * (step + 0.5) / T:.2f}%"


def beside(rows: Sequence[tuple[str, str]], height: float, most: int, grey: str) -> Iterator[Shape]:
    """The names of so many of the rows below `TOP`, and the hint of each for who points at it."""
    every = -(-len(rows) // most)
    for place, (name, hint) in enumerate(rows):
        look = {"y": TOP + place * height, "width": "100%", "height": height, "fill": "transparent"}
        yield Shape("rect", look, hint=hint)
        if place % every == 0:
            at = {"x": f"{LEFT - 1}%", "y": TOP + (place + 0.5) * height, "text-anchor": "end"}
            yield Shape("text", {**at, "font-size": 11, "fill": grey}, name)


def mosaic(colors: npt.NDArray[np.uint8], height: float) -> Shape:
    """A rectangle for each colour `(rows, columns, 3)`, all as one picture, so high, below `TOP`."""
    place = {"x": f"{LEFT}%", "y": TOP, "width": f"{100 - LEFT}%", "height": height}
    look = {"href": png(colors), "preserveAspectRatio": "none", "style": "image-rendering: pixelated"}
    return Shape("image", {**place, **look})


def png(colors: npt.NDArray[np.uint8]) -> str:
    """Red, green and blue `(rows, columns, 3)` as a PNG picture in an address."""
    from PIL import Image  # 3 MB and 0.1 s, for the pages that draw a mosaic

    content = io.BytesIO()
    Image.fromarray(colors).save(content, "PNG")
    return f"data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}"
