"""Reading the pictures that a sketch holds, by somebody else's decoder."""

import base64
import io

import numpy as np
from PIL import Image

from rnnkit.pictures.sketch import Sketch


def decoded(address: str) -> np.ndarray:
    """The colours `(rows, columns, 3)` of a picture in an address."""
    content = base64.b64decode(address.removeprefix("data:image/png;base64,"))
    return np.asarray(Image.open(io.BytesIO(content)))


def colors(picture: Sketch) -> list[list[str]]:
    """The colours of the one image of a sketch, row by row, as `#rrggbb`."""
    (image,) = [one for one in picture.shapes if one.tag == "image"]
    return [[f"#{bytes(pixel).hex()}" for pixel in row] for row in decoded(str(image.look["href"]))]
