"""How fast the pages that look inside a network follow a slider, in one table.

A real server is visited by a real Chromium. A press is timed inside the browser, from the key going down
to the first frame that shows everything that depends on it, with nothing left to be drawn.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Locator, Page

from bench._app import App, Visitor, chromium, until
from bench._measure import HEADING, Measure
from rnnkit.data.samples import sample_bytes
from rnnkit.files.encoding import sha256
from rnnkit.inspect.job_settings import InsideConfig
from rnnkit.tasks.forecast.settings import ForecastConfig

PRESSES = 20
BAR = 0.3
TOKEN = "b" * 43  # the secret by which every visitor here owns the run that is looked into

QUIET = "document.querySelector('[data-test-script-state=notRunning]')"
TEXT, NAME, INSIDE = "textContent", "ariaLabel", "innerHTML"
# Components of one's own are drawn in documents of their own within the page.
EVERYWHERE = """
window.everywhere = (selector) => [document, ...document.querySelectorAll('[data-testid^=stBidi]')]
  .flatMap((one) => [...(one.shadowRoot ?? one).querySelectorAll(selector)]);
"""

Find = Callable[[Page], Locator]


@dataclass(frozen=True)
class Control:
    """Something that is moved to and fro, and what has changed on the screen after each move."""

    name: str
    path: str
    moves: Sequence[tuple[Find, str]]  # what is pressed, by which key; by a click where there is none
    where: str  # a CSS selector of what is drawn anew
    what: str = TEXT

    @property
    def state(self) -> str:
        """What the screen shows, as a JavaScript expression."""
        return f"everywhere({self.where!r}).map((one) => one.{self.what}).join()"

    def answers(self, visitor: Visitor) -> Iterator[float]:
        """Seconds of each press until the answer stands there and nothing is left to come."""
        for _, (find, key) in zip(range(PRESSES), cycle(self.moves), strict=False):
            visitor.page.evaluate(f"window.before = {self.state}")
            what = find(visitor.page)
            what.press(key) if key else what.click()
            yield visitor.since_press(f"{QUIET} && {self.state} !== window.before")
            visitor.rest()


def slider(
    about: str, path: str, name: str, where: str, what: str = TEXT, *, down_first: bool = False
) -> Control:
    """A slider, one step up and back again, or the other way round."""

    def find(page: Page) -> Locator:
        return page.get_by_role("slider", name=name)

    moves = [(find, "ArrowRight"), (find, "ArrowLeft")]
    moves = moves[::-1] if down_first else moves
    return Control(f"{about}, {name}", path, moves, where, what)


def choice(about: str, path: str, key: str, names: Sequence[str], *, where: str, what: str = TEXT) -> Control:
    """A click on each of several in turn."""
    moves = [(partial(_option, key, name), "") for name in names]
    return Control(f"{about}, {' / '.join(names)}", path, moves, where, what)


def _option(key: str, name: str, page: Page) -> Locator:
    return page.locator(f".st-key-{key}").get_by_text(name, exact=True)


LSTM = "/step_by_step?toy_cell=LSTM&toy_sequence=A+sine+wave&toy_step=3"
PICTURE = "svg[role=img]"
LONG_TEXT = "To+be+or+not+" * 15
CHART = ".js-plotly-plot .cartesianlayer"
FLOW = "[data-testid=stMarkdown] strong"
CONTROLS = (
    slider("RNN", "/step_by_step?toy_step=2", "Time step", PICTURE, NAME),
    slider("LSTM", LSTM, "Time step", PICTURE, NAME),
    slider("LSTM backward", f"{LSTM}&toy_way=Backward", "Time step", PICTURE, NAME),
    choice("LSTM", LSTM, "toy_way", ("Backward", "Forward"), where="strong"),
    slider("50 steps", "/memory", "Steps back", FLOW),
    slider("50 steps", "/memory", "Scale of the recurrent weights", FLOW),
    slider("300 steps", "/memory?flow_length=299", "Steps back", FLOW),
    slider("300 steps", "/memory?flow_length=299", "Scale of the recurrent weights", FLOW),
    slider("65 symbols", "/gates", "Unit", PICTURE, NAME),
    choice("65 symbols", "/gates", "gates_gate_lstm", ("Forget", "Input"), where=PICTURE, what=NAME),
    slider("200 symbols", f"/gates?gates_text={LONG_TEXT}", "Unit", PICTURE, NAME),
    slider("Lesson 1", "/lessons?lesson=1", "Weight of the loop", CHART, INSIDE),
    slider("Lesson 2", "/lessons?lesson=2", "Step whose input is changed", CHART, INSIDE),
    slider("Lesson 3", "/lessons?lesson=3", "The pattern comes at step", CHART, INSIDE),
    choice(
        "Lesson 4",
        "/lessons?lesson=4",
        "lesson_shape",
        ("one to one", "many to one"),
        where=CHART,
        what=INSIDE,
    ),
    slider("Lesson 5", "/lessons?lesson=5&lesson_training=95", "Steps of training", CHART, INSIDE),
    slider("Lesson 6", "/lessons?lesson=6", "Scale of the recurrent weights", CHART, INSIDE),
    slider("Lesson 7", "/lessons?lesson=7&lesson_limit=3", "Clipping limit", CHART, INSIDE),
    slider("Lesson 8", "/lessons?lesson=8", "Forget bias", CHART, INSIDE),
    slider("Lesson 9", "/lessons?lesson=9", "Steps ahead", CHART, INSIDE),
    slider("Your run", "/your_run", "First step in view", PICTURE, INSIDE, down_first=True),
    slider("Choosing", "/choosing", "Weights", "[data-testid=stCaptionContainer]", down_first=True),
)


def look_into_a_run(app: App, browser: Browser) -> None:
    """Train a network and look inside it, for the page that shows what was found."""
    visitor = Visitor(browser, app)
    visitor.open("/")  # before the first visit nobody works
    visitor.leave()
    mine = app.store.of(sha256(TOKEN.encode()))
    dataset = mine.uploads.add("A sine wave", sample_bytes("sine"))
    run = mine.queue.submit(ForecastConfig(steps=200).model_dump_json(), dataset, "GRU")
    until(lambda: app.store.runs.get(run).state == "finished")
    look = mine.queue.submit(InsideConfig(model=run).model_dump_json(), dataset, "GRU", f"inside-{run}")
    until(lambda: app.store.runs.get(look).state == "finished")


def measured(app: App, browser: Browser, control: Control) -> Measure:
    """One control, by a new browser of the same person."""
    visitor = Visitor(browser, app)
    visitor.bring(TOKEN)
    visitor.page.add_init_script(EVERYWHERE)
    visitor.open(control.path)
    app.settle()
    visitor.rest()
    values = list(control.answers(visitor))
    visitor.leave()
    return Measure(control.name, values, bar=BAR)


def main() -> None:
    """Print the table, a line as soon as it is measured; medians count."""
    print(f"load of the machine before the start: {psutil.getloadavg()[0]:.1f}")
    print(HEADING, flush=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        app = App(Path(folder))
        try:
            look_into_a_run(app, browser)
            for control in CONTROLS:
                print(measured(app, browser, control).line, flush=True)
        finally:
            app.close()


if __name__ == "__main__":
    main()
