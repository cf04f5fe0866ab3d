"""Every form in which people keep texts with labels is read as a careful reader would."""

import pytest

from rnnkit.data.labelled import read_labelled
from tests.data.labelled.forms import FORMS, Form


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_is_read_as_it_is_meant(form: Form) -> None:
    found = read_labelled(form.content)
    said = found.understood
    wrong = {
        key: said.get(key.removesuffix("_any"), False)
        for key, value in form.understood.items()
        if said.get(key.removesuffix("_any"), False) not in (value if key.endswith("_any") else [value])
    }
    assert not wrong, said
    for place, (text, classes) in form.rows.items():
        assert found.texts[place] == text
        assert tuple(found.classes[c] for c in found.labels[place]) == classes
