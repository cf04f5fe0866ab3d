"""How others come into a room: its code, its link, and the link as a picture. No service is asked for one."""

from functools import lru_cache
from io import BytesIO

import segno
import streamlit as st

from pages.ui.access.rooms import ROOM
from rnnkit.runs.rooms.records import Room
from rnnkit.words import t

LIGHT, DARK = "#FFFFFF", "#000000"  # read by cameras best, in both themes
PIXELS = 220


def invitation(room: Room) -> None:
    """Code, link and picture, as the teacher gives them to the class."""
    with st.container(horizontal=True, vertical_alignment="top", gap="large"):
        st.image(qr_picture(join_address(room)), width=PIXELS)
        with st.container():
            st.caption(t("Code"))
            st.title(spaced(room.code), anchor=False)
            st.caption(t("Link"))
            st.code(join_address(room), language=None, wrap_lines=True)
            st.caption(
                t(
                    "Whoever opens the link, or types the code on the page Room, goes by two words there and "
                    "can choose a name."
                )
            )


def join_address(room: Room) -> str:
    """The link by which members join."""
    return f"{st.context.url or ''}?{ROOM}={room.code}"


def spaced(code: str) -> str:
    """A code as it is read out.

    >>> spaced("BCDFGHJK")
    'BCDF GHJK'
    """
    return f"{code[:4]} {code[4:]}"


@lru_cache(maxsize=256)
def qr_picture(address: str) -> str:
    """A link as an SVG picture, black on white with the margin that cameras need."""
    code = segno.make(address, error="m", micro=False)
    drawn = BytesIO()
    code.save(drawn, kind="svg", scale=8, border=4, dark=DARK, light=LIGHT, xmldecl=False)
    return drawn.getvalue().decode()
