"""What a click asks for is done whole: the next click, or whatever else draws the page anew, waits so long.

Streamlit ends a rerun for the next one wherever it touches the screen or the session. Callbacks run at the
start of a rerun, and the next one does not know of the click: where it came within the same milliseconds, the
click was lost (one of 24, two clicks 0 to 5 ms apart). So nobody ends a rerun while callbacks run, nor, by
`without_reruns`, between seeing a click and having answered it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any

from pages.ui.frame.streamlit_names import SafeSessionState, get_script_run_ctx


@cache
def finish_clicks() -> None:
    """Have reruns wait while callbacks run; said once, it holds for all visitors."""
    SafeSessionState.on_script_will_rerun = whole(  # type: ignore[method-assign]
        SafeSessionState.on_script_will_rerun
    )


def whole(callbacks: Callable[..., None]) -> Callable[..., None]:
    """The same, with reruns held off."""

    @wraps(callbacks)
    def held(*given: Any, **more: Any) -> None:
        with without_reruns():
            callbacks(*given, **more)

    return held


@contextmanager
def without_reruns() -> Iterator[None]:
    """No rerun ends this one in here; what was asked for meanwhile comes after."""
    context = get_script_run_ctx(suppress_warning=True)
    requests = None if context is None else context.script_requests
    if requests is None or "on_scriptrunner_yield" in vars(requests):  # held off already
        yield
        return
    requests.on_scriptrunner_yield = lambda: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        del requests.on_scriptrunner_yield
