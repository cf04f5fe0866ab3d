"""What a host asks of visitors before it lets them in: one password that all share, or a login."""

import hmac
import os
import unicodedata
from hashlib import sha256
from typing import Literal

from rnnkit.errors import ConfigError
from rnnkit.words import t

PASSWORD, OPERATOR, LOGIN = "RNNKIT_PASSWORD", "RNNKIT_OPERATOR", "RNNKIT_LOGIN"
LEAST, MOST = 8, 1000  # characters
Login = Literal["required", "optional"]


def password(name: str = PASSWORD) -> str:
    """The password that all visitors share, or another; empty where there is none. Refuses a short one."""
    wanted = os.environ.get(name, "")
    if wanted and not LEAST <= len(wanted) <= MOST:
        raise ConfigError(
            t(
                "{name} must have {least} to {most} characters, not {number}; until then nobody is let in.",
                name=name,
                least=LEAST,
                most=MOST,
                number=len(wanted),
            )
        )
    return wanted


def is_password(given: str, name: str = PASSWORD) -> bool:
    """Whether this is the password, in a time that tells nothing about how much of it was right.

    Never where no password is set.
    """
    wanted = password(name)
    return bool(wanted) and len(given) <= MOST and hmac.compare_digest(_digest(given), _digest(wanted))


def proof(secret: str, name: str = PASSWORD) -> str:
    """What is kept of a visitor with this secret who gave the password.

    It is worthless without the secret, and once the password is another.
    """
    return hmac.new(secret.encode(), name.encode() + _digest(password(name)), sha256).hexdigest()


def login(offered: bool) -> Login | None:
    """Whether visitors have to log in, or may; `None` where they cannot, since no provider is `offered`."""
    wanted = os.environ.get(LOGIN, "").strip()
    if wanted not in ("", "required", "optional"):
        raise ConfigError(
            t("{name} must be required or optional, not {text!r}.", name=LOGIN, text=wanted[:20])
        )
    if wanted and not offered:
        raise ConfigError(
            t("{name} needs a section [auth] in secrets.toml, which says who is asked.", name=LOGIN)
        )
    return ("optional" if wanted == "optional" else "required") if offered else None


def _digest(text: str) -> bytes:
    """However a keyboard composes its accents."""
    return sha256(unicodedata.normalize("NFC", text).encode()).digest()
