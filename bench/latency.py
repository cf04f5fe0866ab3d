"""How fast the app answers a person, and what it leaves behind when it is killed, in one table.

A real server is visited by a real Chromium. Presses are timed inside the browser, from the pointer
going down to the first frame that shows the answer.
"""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
from playwright.sync_api import Browser

from bench._app import App, Visitor, chromium, lives, until
from bench._measure import HEADING, Measure
from rnnkit.data.samples import sample_bytes
from rnnkit.runs.sql.rows import Run

REPEATS = 5
KILLS = 3
MEGABYTE = 2**20
LONG = "budget=5+min&patience=1000"  # nothing here may end before it is measured, by itself or early
LARGE_ROWS = 90_000
MORE = "  "  # before the name of a measure that tells more about the one above

# What is on the screen, as JavaScript expressions.
RUNS = "document.querySelector('[data-testid=stMain]').textContent"
POINT = f"/Step [0-9].*loss [0-9]/.test({RUNS})"
CURVE = "document.querySelector('[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas')"
STOPPED = f"{RUNS}.includes('the best weights so far were kept and scored')"
SCORES = f"{RUNS}.includes('Scores on the test part')"
FAILED = f"{RUNS}.includes('was killed (signal 9)')"
INTERRUPTED = f"{RUNS}.includes('The server stopped while this run was')"
DATA_PART = "document.querySelector('.st-key-part_data')"
NAMED_DATA = "/Airline passengers · 144 rows/.test(document.querySelector('.st-key-part_data')?.textContent)"
CARDS = "document.querySelector('.st-key-fold_examples_forecast')"
NUMBER_OF_CARDS = "document.querySelectorAll('[class*=st-key-preset_]').length"
STOP_BUTTON = "document.querySelector('[class*=st-key-stop_] button')"
TRAIN_BUTTON = "document.querySelector('.st-key-train button')"


Part = Callable[[App, Browser], Iterator[Measure]]
Round = Callable[[Visitor], Iterator[tuple[str, float]]]


def memory(app: App, browser: Browser) -> Iterator[Measure]:
    """The process of the screen: after the start, with a file, with a finished run, with a large file."""
    visitor = Visitor(browser, app)
    found = {"after start": weigh(app)}
    visitor.open("/forecast?budget=Epochs&epochs=5")
    found["page open"] = weigh(app)
    visitor.upload(series(app.home))
    found["file shown"] = weigh(app)
    visitor.press(visitor.page.locator(".st-key-train button"), SCORES)
    visitor.page.locator(".st-key-forecast .js-plotly-plot").wait_for()
    visitor.rest()
    found["run shown"] = weigh(app)
    visitor.open("/forecast?budget=Epochs&epochs=5")
    visitor.upload(large(app.home))
    found["a file of 90,000 rows shown"] = weigh(app)
    for name, (resident, own) in found.items():
        yield Measure(f"memory of the screen, {name}", [resident], "MB", 220)
        yield Measure(f"  of it not shared with others, {name}", [own], "MB")
    yield Measure("libraries of torch in the screen", [torches(app)], "", 0)
    visitor.leave()


def train_and_stop(app: App, browser: Browser) -> Iterator[Measure]:
    """From Train to the first point, and from Stop to the end, on the screen and in the store."""
    rounds = [one_run(app, browser) for _ in range(REPEATS)]
    bars = (2.0, 2.0, None, None, 1.0, 1.0, None)
    names = (
        "Train to the first loss on the screen",
        "Train to the first curve on the screen",
        "  Train to the run in the store",
        "  Train to the first point in the store",
        "Stop to the end on the screen",
        "Stop to the end in the store",
        "  Stop to the scores on the screen",
    )
    for name, values, bar in zip(names, zip(*rounds, strict=True), bars, strict=True):
        yield Measure(name, values, bar=bar)


def one_run(app: App, browser: Browser) -> tuple[float, ...]:
    """A new visitor brings a file, trains, and stops after a few seconds."""
    visitor = Visitor(browser, app)
    visitor.open(f"/forecast?{LONG}")
    visitor.upload(series(app.home))
    app.settle()
    with ThreadPoolExecutor(1) as pool:
        stored = pool.submit(first_point, app, time.time())
        point = visitor.press(visitor.page.locator(".st-key-train button"), POINT)
        curve = visitor.since_press(CURVE)
    queued, first = (moment - visitor.pressed_at for moment in stored.result())
    visitor.page.wait_for_timeout(3000)
    stop = visitor.page.locator("[class*=st-key-stop_] button").first
    ended = visitor.press(stop, STOPPED)
    scores = visitor.since_press(SCORES)
    finished = app.store.runs.find()[-1].finished
    assert finished is not None
    kept = finished.timestamp() - visitor.pressed_at
    visitor.leave()
    return point, curve, queued, first, ended, kept, scores


def first_point(app: App, since: float) -> tuple[float, float]:
    """When the next run was asked for, and when its first loss was in the store."""

    def newest() -> Run | None:
        return next((run for run in app.store.runs.find(limit=1) if run.created.timestamp() > since), None)

    until(lambda: (run := newest()) and run.train_loss is not None)
    run = newest()
    assert run is not None
    return run.created.timestamp(), time.time()


def clicks(app: App, browser: Browser) -> Iterator[Measure]:
    """Clicks while two runs train, by the person who trains and by somebody else."""
    trainer, other = Visitor(browser, app), Visitor(browser, app)
    runs = two_runs(app, trainer)
    other.open("/forecast")
    rounds: Sequence[tuple[str, Visitor, Round]] = (
        ("who trains", trainer, own_run),
        ("somebody else", other, an_example),
    )
    answers: dict[str, list[float]] = {}
    for _ in range(REPEATS):
        for who, visitor, to_forecast in rounds:
            for what, seconds in [*around(visitor), *to_forecast(visitor), *pills(visitor)]:
                answers.setdefault(f"{what}, {who}", []).append(seconds)
    still = [app.store.runs.get(run_id).state for run_id in runs]
    assert still == ["running"] * 2, f"clicks were to be timed while two runs train, but they are {still}"
    stop_all(app)
    trainer.leave()
    other.leave()
    bars = {name: None if name.startswith(MORE) else 0.5 for name in answers}
    every = [seconds for name, values in answers.items() if bars[name] for seconds in values]
    yield Measure("two runs train: any click", every, bar=0.5)
    for name, values in answers.items():
        yield Measure(f"  {name}", values, bar=bars[name])


def around(visitor: Visitor) -> Iterator[tuple[str, float]]:
    """Through the menu to both pages; on Home more examples are unfolded."""
    links = visitor.page.get_by_test_id("stSidebarNav")
    yield "Home in the menu", visitor.press(links.get_by_text("Home"), CARDS)
    visitor.rest()
    cards = int(visitor.page.evaluate(NUMBER_OF_CARDS))
    examples = visitor.page.locator(".st-key-fold_examples_forecast summary")
    yield "unfold More examples", visitor.press(examples, f"{NUMBER_OF_CARDS} > {cards}")
    visitor.rest()
    yield "Forecast in the menu", visitor.press(links.get_by_text("Forecast"), DATA_PART)
    visitor.rest()


def own_run(visitor: Visitor) -> Iterator[tuple[str, float]]:
    """From Home to the runs that train."""
    visitor.press(visitor.page.get_by_test_id("stSidebarNav").get_by_text("Home"), CARDS)
    visitor.rest()
    mine = visitor.page.get_by_test_id("stMain").get_by_test_id("stPageLink").last
    yield "from Home to the live runs", visitor.press(mine, STOP_BUTTON)
    visitor.rest()


def an_example(visitor: Visitor) -> Iterator[tuple[str, float]]:
    """From an empty Forecast page to data that is shown, and to the button that trains on it."""
    visitor.open("/forecast")
    example = visitor.page.locator(".st-key-sample_airline button").first
    example.wait_for()
    visitor.rest()
    yield "choose an example", visitor.press(example, NAMED_DATA)
    yield f"{MORE}until it can be trained on", visitor.since_press(TRAIN_BUTTON)
    visitor.rest()


def pills(visitor: Visitor) -> Iterator[tuple[str, float]]:
    """Add a network and take it away again; the button that trains names or counts them."""
    model = visitor.page.locator(".st-key-part_model")
    pill = model.get_by_role("button", name="BiGRU")
    if model.locator("xpath=.//details[not(@open)]").filter(has=pill).count():
        model.locator("summary").first.click()
        visitor.rest()
    for _ in range(2):
        before = visitor.page.locator(".st-key-train button").text_content()
        yield "choose a network", visitor.press(pill, f"{TRAIN_BUTTON}.textContent !== {before!r}")
        visitor.rest()


def killed_worker(app: App, browser: Browser) -> Iterator[Measure]:
    """`kill -9` of one of two workers: that run fails with the reason, the other goes on."""
    stored, shown = [], []
    for _ in range(KILLS):
        visitor = Visitor(browser, app)
        victim, neighbour = two_runs(app, visitor)
        at = time.time()
        kill(app.store.runs.get(victim).pid)
        until(lambda: not app.store.runs.get(victim).active)  # noqa: B023  # called here and now
        stored.append(time.time() - at)
        visitor.page.wait_for_function(f"() => {FAILED}", polling="raf")
        shown.append(time.time() - at)
        before = app.store.runs.get(neighbour)
        until(lambda: app.store.runs.get(neighbour).step > before.step)  # noqa: B023
        assert app.store.runs.get(victim).state == "failed"
        assert app.store.runs.get(neighbour).state == "running"
        stop_all(app)
        visitor.leave()
    yield Measure("killed worker to a failed run in the store", stored, bar=10)
    yield Measure("killed worker to a failed run on the screen", shown, bar=10)


def killed_server(app: App, browser: Browser) -> Iterator[Measure]:
    """`kill -9` of the server: nothing lives on, and after a restart its runs say so."""
    gone, shown = [], []
    for _ in range(KILLS):
        visitor = Visitor(browser, app)
        runs = two_runs(app, visitor)
        link = str(visitor.page.evaluate("location.pathname + location.search"))
        visitor.leave()
        family = app.family()
        app.kill()
        gone.append(until(lambda: not any(lives(process) for process in family)))  # noqa: B023
        app.start()
        visitor = Visitor(browser, app)
        at = time.time()
        visitor.page.goto(app.address + link)
        visitor.page.wait_for_function(f"() => {INTERRUPTED}", polling="raf")
        shown.append(time.time() - at)
        ended = [app.store.runs.get(run_id) for run_id in runs]
        assert [run.state for run in ended] == ["interrupted"] * 2
        visitor.leave()
    yield Measure("killed server until no process is left", gone, bar=2)
    yield Measure("first visit after that until the screen says interrupted", shown, bar=10)


def two_runs(app: App, visitor: Visitor) -> list[str]:
    """Have a visitor train two networks; gives the runs once both train and are on the screen."""
    visitor.open(f"/forecast?{LONG}&cells=LSTM&cells=GRU")
    visitor.upload(series(app.home))
    app.settle()
    visitor.press(visitor.page.locator(".st-key-train button"), CURVE)
    runs = app.store.runs.find(states=["running"])
    until(lambda: all(app.store.runs.get(run.id).train_loss is not None for run in runs))
    assert len(runs) == 2, f"two runs should train, not {len(runs)}: set RNNKIT_MAX_RUNS=2"
    return [run.id for run in runs]


def stop_all(app: App) -> None:
    """End what still trains, and wait for it."""
    for run in app.store.runs.find(states=["running", "queued"]):
        app.store.queue.request_stop(run.id)
    until(lambda: not app.store.runs.find(states=["running", "queued"]))


def kill(pid: int | None) -> None:
    """`kill -9`."""
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def series(folder: Path) -> Path:
    """A small file: the airline passengers."""
    path = folder / "passengers.csv"
    path.write_bytes(sample_bytes("airline"))
    return path


def large(folder: Path) -> Path:
    """A file almost as long as the app takes."""
    path = folder / "minutes.csv"
    moments = (time.strftime("%Y-%m-%d %H:%M", time.gmtime(60 * minute)) for minute in range(LARGE_ROWS))
    rows = (f"{moment},{number % 1440},{number % 7}" for number, moment in enumerate(moments))
    path.write_text("time,load,day\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def weigh(app: App) -> tuple[float, float]:
    """Megabytes of the server: all that is resident, and what no other process shares."""
    full = app.server.memory_full_info()
    return full.rss / MEGABYTE, full.uss / MEGABYTE


def torches(app: App) -> float:
    """How many libraries of torch the server has loaded."""
    return float(sum("libtorch" in mapped.path for mapped in app.server.memory_maps()))


PARTS: Sequence[Part] = (memory, train_and_stop, clicks, killed_worker, killed_server)


def main() -> None:
    """Print the table, a line as soon as it is measured; medians count."""
    os.environ.setdefault("RNNKIT_MAX_RUNS", "2")
    print(f"load of the machine before the start: {psutil.getloadavg()[0]:.1f}")
    print(HEADING, flush=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for part in PARTS:
            app = App(Path(folder))
            try:
                for measure in part(app, browser):
                    print(measure.line, flush=True)
            finally:
                app.close()


if __name__ == "__main__":
    main()
