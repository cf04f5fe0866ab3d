"""Pictures whose keys hold the id of a run, which may have low lines anywhere."""

import pytest
from streamlit.testing.v1 import AppTest


def page(key: str) -> None:
    from pages.ui.frame.sketch import sketch
    from rnnkit.pictures.sketch import Sketch

    sketch(key, Sketch(10, ()), "A picture")


@pytest.mark.parametrize("key", ["drawn_abc", "drawn__abc", "drawn_a___b_"])
def test_a_picture_is_drawn_whatever_the_id_of_its_run(key: str) -> None:
    app = AppTest.from_function(page, args=(key,)).run()
    assert not app.exception
