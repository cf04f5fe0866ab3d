"""A browser tab without the browser: Streamlit's own messages, sent and kept the way its page does it.

Thirty real browsers would need more of this machine than the server they visit; thirty of these do not.
"""

import asyncio
import json
import time
import urllib.request
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from pages.ui.frame.state import COOKIES

PATIENCE = 60.0  # seconds for anything to be answered
XSRF = "_streamlit_xsrf"


@dataclass(frozen=True)
class Shown:
    """One element on the page, and the run of the script that drew it."""

    kind: str
    content: Any
    fragment: str
    run: str


class Tab:
    """One tab of a visitor with a cookie of their own. Use as `async with Tab(address, token) as tab`."""

    def __init__(self, address: str, token: str) -> None:
        self._address, self._token = address, token
        self._query = self._page = self._session = self._run = self._xsrf = ""
        self._pages: dict[str, str] = {}
        self._begun = False  # whether the page that was asked for is being drawn
        self._messages: dict[str, ForwardMsg] = {}  # what need not be sent again, by its hash
        self._watches: dict[str, asyncio.Task[None]] = {}
        self._folds: dict[str, str] = {}  # what can be unfolded, by its key
        self._asked: dict[str, float] = {}  # fragments whose answer is awaited, and since when
        self._answers: dict[str, asyncio.Future[Any]] = {}
        self.shown: dict[tuple[int, ...], Shown] = {}
        self.looks: list[float] = []  # seconds of every rerun that a fragment asked for by itself
        self.errors: list[str] = []
        self.received = 0  # bytes that the server sent

    async def __aenter__(self) -> "Tab":
        _, cookie = await asyncio.to_thread(self._http, "/_stcore/health")
        self._xsrf = cookie.partition(f"{XSRF}=")[2].partition(";")[0]
        self._socket: ClientConnection = await connect(
            self._address.replace("http", "ws") + "/_stcore/stream",
            subprotocols=["streamlit", self._xsrf],  # type: ignore[list-item]
            additional_headers={"Cookie": self._cookies()},
            max_size=None,
        )
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stop(list(self._watches))
        await self._socket.close()
        await self._reading

    # What a person does; each gives the seconds until the page has been drawn

    async def open(self, page: str, query: str = "") -> float:
        """Come by an address; what the page before looked at by itself ends with it, as in a browser."""
        self._stop(list(self._watches))
        self._query = query
        return await self._rerun(ClientState(query_string=query, page_name=page))

    async def go(self, page: str) -> float:
        """Follow the menu to another page."""
        self._stop(list(self._watches))
        self._page, self._query = self._pages[page], ""
        return await self._rerun(self._state())

    async def press(self, key: str) -> float:
        """Press a button of the page."""
        return await self.change(WidgetState(id=self.widget(key).id, trigger_value=True))

    async def unfold(self, key: str) -> float:
        """Open what is folded."""
        return await self.change(WidgetState(id=self._folds[key], bool_value=True))

    async def change(self, *states: WidgetState) -> float:
        """Change widgets."""
        asked = self._state()
        asked.widget_states.widgets.extend(states)
        return await self._rerun(asked)

    async def upload(self, key: str, name: str, content: bytes) -> float:
        """Drop a file on the page."""
        start = time.monotonic()
        request = BackMsg()
        request.file_urls_request.request_id = uuid.uuid4().hex
        request.file_urls_request.session_id = self._session
        request.file_urls_request.file_names.append(name)
        answer = await self._ask(request.file_urls_request.request_id, request)
        urls = answer.file_urls[0]
        await asyncio.to_thread(self.put, urls.upload_url, name, content)
        state = WidgetState(id=self.widget(key).id)
        file = state.file_uploader_state_value.uploaded_file_info.add()
        file.name, file.size, file.file_id = name, len(content), urls.file_id
        file.file_urls.CopyFrom(urls)
        await self.change(state)
        return time.monotonic() - start

    async def download(self, key: str) -> tuple[float, bytes]:
        """Press a button that makes a file; gives the seconds and the file."""
        start = time.monotonic()
        request = BackMsg()
        request.backend_operation_request.request_id = uuid.uuid4().hex
        request.backend_operation_request.session_id = self._session
        request.backend_operation_request.deferred_file.file_id = self.widget(key).deferred_file_id
        answer = await self._ask(request.backend_operation_request.request_id, request)
        if answer.error_msg:
            self.errors.append(answer.error_msg)
            return time.monotonic() - start, b""
        content, _ = await asyncio.to_thread(self._http, answer.deferred_file.url)
        return time.monotonic() - start, content

    async def rerun(self) -> float:
        """Have the page drawn again."""
        return await self._rerun(self._state())

    async def look(self, kind: str) -> float:
        """Have the part that draws itself anew, the one with this kind of element on it, do so now."""
        fragment = next(
            (one.fragment for one in self.shown.values() if one.kind == kind and one.fragment), ""
        )
        if not fragment:
            raise LookupError(f"no part of the page with a {kind} draws itself anew")
        start, state = time.monotonic(), self._state(fragment)
        state.is_auto_rerun = True
        await self._ask(fragment, BackMsg(rerun_script=state))
        return time.monotonic() - start

    def hold(self) -> None:
        """Let no part of the page draw itself anew any more until the page is."""
        self._stop(list(self._watches))

    # What is on the page

    def widget(self, key: str) -> Any:
        """The widget with a key of its own. Raises `LookupError` where the page has none."""
        found = self._find(key)
        if found is None:
            raise LookupError(f"no {key} on the page, which says: {self.text()[-300:]}")
        return found

    def has(self, key: str) -> bool:
        """Whether the page has that widget."""
        return self._find(key) is not None

    def text(self) -> str:
        """All texts of the page in the order in which they stand there."""
        shown = (self.shown[path] for path in sorted(self.shown))
        return "\n".join(filter(None, (str(getattr(one.content, "body", "")) for one in shown)))

    def _find(self, key: str) -> Any:
        ids = ((one.content, str(getattr(one.content, "id", ""))) for one in self.shown.values())
        return next((content for content, name in ids if name.endswith("-" + key)), None)

    # How it is sent

    def _state(self, fragment: str = "") -> ClientState:
        state = ClientState(query_string=self._query, page_script_hash=self._page, fragment_id=fragment)
        state.cached_message_hashes.extend(self._messages)
        return state

    async def _rerun(self, state: ClientState) -> float:
        """Ask for the page to be drawn and wait until it is."""
        start, self._begun = time.monotonic(), False
        await self._ask("page", BackMsg(rerun_script=state))
        return time.monotonic() - start

    async def _ask(self, what: str, message: BackMsg) -> Any:
        self._answers[what] = asyncio.get_running_loop().create_future()
        await self._socket.send(message.SerializeToString())
        return await asyncio.wait_for(self._answers[what], PATIENCE)

    def _answer(self, what: str, content: object) -> None:
        future = self._answers.pop(what, None)
        if future is not None and not future.done():
            future.set_result(content)

    async def _watch(self, fragment: str, seconds: float) -> None:
        """Have a fragment drawn again and again, as its page does, however long the last one takes."""
        with suppress(ConnectionClosed):
            while True:
                await asyncio.sleep(seconds)
                state = self._state(fragment)
                state.is_auto_rerun = True
                self._asked.setdefault(fragment, time.monotonic())
                await self._socket.send(BackMsg(rerun_script=state).SerializeToString())

    def _stop(self, fragments: Iterable[str]) -> None:
        for fragment in fragments:
            if task := self._watches.pop(fragment, None):
                task.cancel()
            self._asked.pop(fragment, None)

    # How it is read

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for data in self._socket:
                self.received += len(data)
                message = ForwardMsg.FromString(data)
                if message.WhichOneof("type") == "ref_hash":
                    metadata = message.metadata
                    message = self._messages[message.ref_hash]
                    message.metadata.CopyFrom(metadata)
                elif message.metadata.cacheable:
                    self._messages[message.hash] = message
                self._take(message)
        for future in self._answers.values():
            future.cancel()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        match kind:
            case "new_session":
                self._session = message.new_session.initialize.session_id
                self._page = message.new_session.page_script_hash
                self._run = message.metadata.run.script_run_id
                self._begins(whole=not message.metadata.run.fragment_ids)
            case "navigation":
                self._page = message.navigation.page_script_hash
                pages = message.navigation.app_pages
                self._pages = {page.url_pathname: page.page_script_hash for page in pages}
            case "page_info_changed":
                self._query = message.page_info_changed.query_string
            case "delta":
                self._draw(message)
            case "auto_rerun":
                wish = message.auto_rerun
                self._stop([wish.fragment_id])
                watch = self._watch(wish.fragment_id, wish.interval)
                self._watches[wish.fragment_id] = asyncio.create_task(watch)
            case "stop_auto_rerun":
                self._stop(message.stop_auto_rerun.fragment_ids)
            case "script_finished":
                self._finished(message)
            case "file_urls_response":
                self._answer(message.file_urls_response.response_id, message.file_urls_response)
            case "backend_operation_response":
                answer = message.backend_operation_response
                self._answer(answer.request_id, answer)
            case "session_event":
                if message.session_event.HasField("script_compilation_exception"):
                    self.errors.append(str(message.session_event.script_compilation_exception))

    def _begins(self, whole: bool) -> None:
        """A page ends the watches of the one before. A fragment is never drawn before its page is there.

        Where the server has many messages to send, it leaves out that the page has ended, once a fragment
        of it has begun: the page is drawn all the same.
        """
        if whole:
            self._stop(list(self._watches))
            self._begun = True
        elif self._begun:
            self._answer("page", None)

    def _draw(self, message: ForwardMsg) -> None:
        delta = message.delta
        if delta.add_block.expandable.id:
            fold = delta.add_block.expandable
            self._folds[fold.id.partition("-fold_")[2]] = fold.id
        if delta.WhichOneof("type") != "new_element":
            return
        kind = str(delta.new_element.WhichOneof("type"))
        content = getattr(delta.new_element, kind)
        self.shown[tuple(message.metadata.delta_path)] = Shown(kind, content, delta.fragment_id, self._run)
        if kind == "exception" or (kind == "alert" and content.format == Alert.ERROR):
            self.errors.append(str(content.message if kind == "exception" else content.body))

    def _finished(self, message: ForwardMsg) -> None:
        """Take away what was not drawn again; a fragment redraws its own part only."""
        run = message.metadata.run
        if message.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY:
            own = set(run.fragment_ids)
            self._sweep(run.script_run_id, own)
            for fragment in own:
                self._answer(fragment, None)
            self.looks += [time.monotonic() - self._asked.pop(one) for one in own if one in self._asked]
        elif message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            self._sweep(run.script_run_id, None)
            self._answer("page", None)
        elif message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.errors.append("the page failed to compile")

    def _sweep(self, run: str, fragments: set[str] | None) -> None:
        self.shown = {
            path: one
            for path, one in self.shown.items()
            if one.run == run or (fragments is not None and one.fragment not in fragments)
        }

    # Files

    def _cookies(self) -> str:
        return f"{COOKIES['http']}={self._token}; {XSRF}={self._xsrf}"

    @property
    def uploads(self) -> str:
        """Where the server takes files of this session."""
        return f"/_stcore/upload_file/{self._session}"

    def put(self, url: str, name: str, content: bytes) -> None:
        """Send a file, whether the page asked for one or not."""
        border = uuid.uuid4().hex
        about = f'Content-Disposition: form-data; name="file"; filename={json.dumps(name)}'
        body = f"--{border}\r\n{about}\r\n\r\n".encode() + content + f"\r\n--{border}--\r\n".encode()
        self._http(url, body, {"Content-Type": f"multipart/form-data; boundary={border}"})

    def _http(
        self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[bytes, str]:
        """Send a request and give the body and the cookie of the answer. Raises where it is refused."""
        own = {"Cookie": self._cookies(), "X-Xsrftoken": self._xsrf} | (headers or {})
        request = urllib.request.Request(
            self._address + path, body, own, method="PUT" if body is not None else "GET"
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.read(), str(answer.headers.get("Set-Cookie", ""))
