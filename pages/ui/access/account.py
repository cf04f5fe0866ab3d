"""Who is logged in, by the provider that `[auth]` in secrets.toml names; the one place where that is read."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from rnnkit.errors import ConfigError
from rnnkit.host.entrance import login
from rnnkit.words import t

AUTH = "auth"
SHARED = ("redirect_uri", "cookie_secret")
OF_A_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
LOOK_AGAIN = 5  # seconds after which a file of secrets that was put there meanwhile is found


@dataclass(frozen=True)
class Account:
    """Somebody a provider vouches for: a key that no other account has, and what they are called."""

    key: str
    name: str


def account() -> Account | None:
    """The account of this visit; `None` where nobody is logged in, or nobody can be."""
    if not has_accounts():
        return None
    user = user_info()
    if not user.get("is_logged_in"):
        return None
    issuer, subject = str(user.get("iss") or ""), str(user.get("sub") or "")
    if not issuer or not subject:
        raise ConfigError(
            t("The provider of logins must say who it is and whom it vouches for (iss and sub), but did not.")
        )
    name = user.get("name") or user.get("preferred_username") or user.get("email") or subject
    return Account(f"account\n{issuer}\n{subject}", str(name)[:100])


def login_needed() -> bool:
    """Whether nothing may be shown before somebody logs in."""
    return login(has_accounts()) == "required"


def has_accounts() -> bool:
    """Whether this server knows accounts at all."""
    return bool(_auth())


def providers() -> list[str]:
    """The names of the providers that can be asked: `default` stands for the one without a name."""
    auth = _auth()
    named = [name for name, value in auth.items() if _is_section(value)]
    return (["default"] if "client_id" in auth else []) + named


def missing() -> list[str]:
    """The settings that `[auth]` still lacks."""
    auth = _auth()
    short = [name for name in SHARED if not auth.get(name)]
    for name in providers() or ["default"]:
        settings = auth if name == "default" else auth[name]
        short += [
            key if name == "default" else f"{name}.{key}" for key in OF_A_PROVIDER if not settings.get(key)
        ]
    return short


def user_info() -> dict[str, Any]:
    """What the signed cookie of this visit says of its person."""
    return dict(st.user)


def _auth() -> Any:
    """The section of the secrets; empty where there is none.

    Secrets that cannot be read might hold one: then nobody is let in.
    """
    if _no_secrets():
        return {}
    if st.secrets.load_if_toml_exists():
        return st.secrets.get(AUTH, {})
    if broken := [file for file in st.get_option("secrets.files") if Path(file).exists()]:
        raise ConfigError(
            t("{file} cannot be read, so nobody is let in; the log says why.", file=Path(broken[0]).name)
        )
    return {}


@st.cache_resource(ttl=LOOK_AGAIN, show_spinner=False)
def _no_secrets() -> bool:
    """Whether this server has no file of secrets; every draw of every page asks, and Streamlit would look
    through its settings and the disk each time, a tenth of all that a full room costs the screen."""
    return not st.secrets.load_if_toml_exists() and not any(
        map(os.path.exists, st.get_option("secrets.files"))
    )


def _is_section(value: object) -> bool:
    return hasattr(value, "keys") and "client_id" in value  # type: ignore[operator]
