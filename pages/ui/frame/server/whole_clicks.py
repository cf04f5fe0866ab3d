"""What a click asks for is done whole: the next click, or whatever else draws the page anew, waits so long.

Streamlit ends a rerun for the next one wherever it touches the screen or the session. Callbacks run at the
start of a rerun, and the next one does not know of the click: where it came within the same milliseconds, the
click was lost (one of 24, two clicks 0 to 5 ms apart). So nobody ends a rerun while callbacks run, nor, by
`without_reruns`, between seeing a click and having answered it; and no page takes a click on a link back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from threading import get_ident
from typing import Any

from pages.ui.frame.streamlit_names import (
    RerunData,
    SafeSessionState,
    ScriptRequests,
    ScriptRequestType,
    get_script_run_ctx,
)


@cache
def finish_clicks() -> None:
    """Have reruns wait while callbacks run, and links be followed; said once, it holds for all visitors."""
    SafeSessionState.on_script_will_rerun = whole(  # type: ignore[method-assign]
        SafeSessionState.on_script_will_rerun
    )
    ScriptRequests.request_rerun = newest(ScriptRequests.request_rerun)  # type: ignore[method-assign, assignment]


def newest(ask: Callable[[ScriptRequests, RerunData], bool]) -> Callable[[ScriptRequests, RerunData], bool]:
    """The same, but a page that asks to be drawn anew does not outdo the click that waits already.

    Streamlit joins both and keeps the page of the later one: where a run ended just as somebody clicked on
    the link to another page, they stayed.
    """

    @wraps(ask)
    def asked(requests: ScriptRequests, wanted: RerunData) -> bool:
        context = get_script_run_ctx(suppress_warning=True)
        own = context is not None and context.script_requests is requests
        waiting = ScriptRequests.on_scriptrunner_yield(requests) if own else None
        taken = ask(requests, wanted)
        if waiting is None or waiting.type is not ScriptRequestType.RERUN:
            return taken
        return ask(requests, waiting.rerun_data)

    return asked


def whole(callbacks: Callable[..., None]) -> Callable[..., None]:
    """The same, with reruns held off."""

    @wraps(callbacks)
    def held(*given: Any, **more: Any) -> None:
        with without_reruns():
            callbacks(*given, **more)

    return held


@contextmanager
def without_reruns() -> Iterator[None]:
    """No rerun ends this one in here, unless it asks for that itself; what others ask for comes after."""
    context = get_script_run_ctx(suppress_warning=True)
    requests = None if context is None else context.script_requests
    if requests is None or "on_scriptrunner_yield" in vars(requests):  # held off already
        yield
        return
    hold = _Hold(requests.on_scriptrunner_yield)
    held = {
        "on_scriptrunner_yield": hold.taken,
        "request_rerun": hold.noticing(requests.request_rerun),
        "request_stop": hold.noticing(requests.request_stop),
    }
    vars(requests).update(held)
    try:
        yield
    finally:
        for name in held:
            delattr(requests, name)


class _Hold:
    """Gives the page no request to end, but the one that it makes itself, as by `st.rerun`."""

    def __init__(self, take: Callable[[], Any]) -> None:
        self._take, self._thread, self._own = take, get_ident(), False

    def taken(self) -> Any:
        """The request that ends the page here; `None` where it goes on."""
        if not self._own:
            return None
        self._own = False  # what is tidied up after it is done whole, too
        return self._take()

    def noticing(self, request: Callable[..., Any]) -> Callable[..., Any]:
        """The same request, noting whether the page itself made it: others have threads of their own."""

        def noticed(*given: Any) -> Any:
            self._own = self._own or get_ident() == self._thread
            return request(*given)

        return noticed
