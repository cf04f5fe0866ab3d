"""Which password lets in: the one that is set, however a keyboard composes it, and none where none is set."""

import pytest

from rnnkit.errors import ConfigError
from rnnkit.host.entrance import PASSWORD, is_password


def test_only_the_password_that_is_set_lets_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "caf\N{LATIN SMALL LETTER E WITH ACUTE} au lait")
    assert is_password("cafe\N{COMBINING ACUTE ACCENT} au lait")
    assert not any(map(is_password, ("", "cafe au lait", "x" * 1001)))


@pytest.mark.parametrize("given", ["", "anything"])
def test_where_none_is_set_none_lets_in(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PASSWORD, raising=False)
    assert not is_password(given)


def test_a_short_password_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "short")
    with pytest.raises(ConfigError, match="must have 8 to 1000 characters, not 5"):
        is_password("short")
