"""Accounts: signing in before or while the playground is used, and out again."""

from functools import cache
from pathlib import Path

import streamlit as st

from pages.ui.access.account import account, has_accounts, missing, providers
from pages.ui.frame.boundary import safely
from pages.ui.frame.streamlit_names import ComponentRenderer, StreamlitAuthError
from pages.ui.frame.words import literal
from rnnkit.errors import ConfigError
from rnnkit.host.entrance import login
from rnnkit.words import t

SCRIPT = Path(__file__).with_name("came_for.js")


def ask_account() -> None:
    """The page of a server that shows nothing to those who are not signed in."""
    st.markdown(t("Please sign in. Your runs and data then follow your account to every device."))
    _come_back(signed_in=False)
    _ways_in()


def account_line() -> None:
    """In the sidebar: who is signed in and the way out, or the way in."""
    if not has_accounts():
        return
    _come_back(signed_in=account() is not None)
    if found := account():
        st.caption(t("Signed in as {name}", name=literal(found.name)))
        st.button(
            t("Sign out"), key="sign_out", icon=":material/logout:", type="tertiary", on_click=_sign_out
        )
    elif login(offered=True) == "optional":
        _ways_in(quiet=True)


def _come_back(*, signed_in: bool) -> None:
    """Have the browser return from the provider to the address it left, links with all they name."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    _component()(key="came_for", data={"signed_in": signed_in, "base": f"/{base}/" if base else "/"})


def _ways_in(*, quiet: bool = False) -> None:
    """A button for each provider."""
    if lacking := missing():
        raise ConfigError(
            t("Signing in is not set up yet: [auth] in secrets.toml lacks {names}.", names=", ".join(lacking))
        )
    for name in providers():
        label = (
            t("Sign in") if name == "default" else t("Sign in with {provider}", provider=name.capitalize())
        )
        st.button(
            literal(label),
            key=f"sign_in_{name}",
            icon=":material/login:",
            type="tertiary" if quiet else "primary",
            help=t("Your runs and data then follow your account to every device.") if quiet else None,
            on_click=_sign_in,
            args=(name,),
        )


@safely
def _sign_in(provider: str) -> None:
    try:
        st.login(provider)
    except StreamlitAuthError as error:
        raise ConfigError(
            t(
                "Signing in is not set up yet: {reason}",
                reason=str(error).split("\n", maxsplit=1)[0].strip(),
            )
        ) from error


@safely
def _sign_out() -> None:
    st.logout()


@cache
def _component() -> ComponentRenderer:
    """Registered once a server."""
    return st.components.v2.component("rnnkit_came_for", js=SCRIPT.read_text("utf-8"))
