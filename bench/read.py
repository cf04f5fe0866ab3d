"""How fast a file is read, beside `pandas.read_csv`, and how soon the largest is on the screen.

ETTm1 and a wide file are made up in the shape and size of those that people bring; ETTh1 is used where it
lies beside the project. Each kind is read in a process of its own, so that the memory is that of its own.
"""

import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import psutil

from rnnkit.host.machine import cores

ROOT = Path(__file__).parents[1]
ETTH1 = ROOT.parent / "shared/data/forecast/ETTh1.csv"
TIMES = 3
BAR, SCREEN_BAR, MEMORY_BAR = 5.0, 6.0, 1000.0  # times pandas, seconds, megabytes
MEGABYTE = 1_000_000


def table(rows: int, columns: int, step: str, decimals: int | None) -> pd.DataFrame:
    """Measured numbers with a daily cycle, below a column of dates."""
    rng = np.random.default_rng(0)
    cycle = 1 + 0.4 * np.sin(np.arange(rows) * 2 * np.pi / 24)[:, None]
    values = np.abs(rng.uniform(50, 500, columns)[None] * cycle + rng.normal(0, 20, (rows, columns)))
    values = values.astype(np.float32).astype(np.float64) if decimals is None else values.round(decimals)
    frame = pd.DataFrame(values, columns=[f"v{i}" for i in range(columns - 1)] + ["OT"])
    frame.insert(0, "date", pd.date_range("2016-07-01", periods=rows, freq=step).astype(str))
    return frame


def wide() -> bytes:
    """26,304 hours of 321 meters, 41 MB, as the electricity file has."""
    frame = table(26_304, 321, "h", 1)
    frame.iloc[:, 1:] = np.where(np.arange(321) % 2, frame.iloc[:, 1:], frame.iloc[:, 1:].round())
    return frame.to_csv(index=False, float_format="%g").encode()


def ett(rows: int, step: str) -> bytes:
    """Seven columns as an electricity transformer gives them, with all the digits of a float."""
    return table(rows, 7, step, None).to_csv(index=False).encode()


def messy() -> bytes:
    """Decimal commas, semicolons, dates by the day, words for missing, remarks above and a total below."""
    frame = table(40_000, 9, "h", 2)
    frame["date"] = pd.to_datetime(frame["date"]).dt.strftime("%d.%m.%Y %H:%M")
    frame.iloc[::97, 3] = np.nan
    text = frame.to_csv(index=False, sep=";", decimal=",", na_rep="n/a")
    return ("Export of the plant;\nUnit kW;\n" + text + "Total;1\n").encode()


OPTIONS: dict[str, dict[str, Any]] = {"messy": {"sep": ";", "skiprows": 2}}  # told to pandas alone
FILES: dict[str, Callable[[], bytes]] = {
    "ETTh1": lambda: ETTH1.read_bytes() if ETTH1.exists() else ett(17_420, "h"),
    "ETTm1": lambda: ett(69_680, "15min"),
    "wide": wide,
    "messy": messy,
}


def measure(name: str, file: Path) -> str:
    """A row of the table: both readers in turn, and the most memory of this process."""
    from rnnkit.data import Limits, read_table

    content, limits = file.read_bytes(), Limits.of_host(24_000_000_000)
    pandas, ours = [], []
    for _ in range(TIMES):
        pandas.append(seconds(lambda: pd.read_csv(io.BytesIO(content), **OPTIONS.get(name, {}))))
        ours.append(seconds(lambda: read_table(content, None, limits)))
    frame = read_table(content, None, limits).frame
    ratio = statistics.median(ours) / statistics.median(pandas)
    verdict = "" if name == "messy" else "ok" if ratio <= BAR else "MISSED"
    size = f"{len(content) / MEGABYTE:6.1f} {len(frame):8,} x {frame.shape[1] - 2:<4}"
    times = f"{statistics.median(pandas):8.3f} {statistics.median(ours):8.3f} {ratio:6.1f}"
    return f"{name:8} {size} {times} {most_memory():8.0f}  {verdict}"


def alone(name: str, file: Path) -> str:
    """The same row, measured by a process that does nothing else."""
    code = "import sys; from pathlib import Path; from bench.read import measure; "
    code += "print(measure(sys.argv[1], Path(sys.argv[2])))"
    command = [sys.executable, "-c", code, name, str(file)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def seconds(what: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def most_memory() -> float:
    """The most megabytes that this process ever held."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGABYTE


def screen(file: Path) -> None:
    """Seconds from the upload of the wide file until it is drawn and until one may train, and the memory."""
    from bench._app import App, Visitor, chromium

    drawn, ready, held = [], [], 0.0
    with TemporaryDirectory() as home, chromium() as browser:
        app = App(Path(home))
        try:
            visitor = Visitor(browser, app)
            visitor.open("/")  # the first visit starts whoever executes runs
            app.settle()
            visitor.leave()
            for _ in range(TIMES):
                visitor = Visitor(browser, app)
                visitor.open("/forecast")
                visitor.rest()
                start = time.perf_counter()
                visitor.page.locator("input[type=file]").first.set_input_files(file)
                visitor.page.get_by_text("26,304 rows").first.wait_for()
                drawn.append(time.perf_counter() - start)
                visitor.page.locator(".st-key-train button:enabled").wait_for()
                ready.append(time.perf_counter() - start)
                held = max(held, app.server.memory_info().rss / MEGABYTE)
                visitor.leave()
        finally:
            app.close()
    middle = statistics.median(drawn)
    kept = "ok" if middle <= SCREEN_BAR and held <= MEMORY_BAR else "MISSED"
    trained = statistics.median(ready)
    print(f"\nfrom upload to screen: {middle:.2f} s (bar {SCREEN_BAR:g}), ready to train: {trained:.2f} s")
    print(f"process of the screen: {held:.0f} MB (bar {MEMORY_BAR:g})  {kept}")


def processor() -> str:
    """What computes here."""
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text().splitlines() if facts.exists() else []
    name = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )
    return f"{name}, {cores()} cores"


def main() -> None:
    """Print the table."""
    print(f"{processor()}, {psutil.virtual_memory().total / 1e9:.0f} GB; medians of {TIMES}\n")
    print(
        f"{'':8} {'MB':>6} {'rows x columns':>15} {'pandas s':>8} {'read s':>8} {'ratio':>6} {'most MB':>8}"
    )
    with TemporaryDirectory() as folder:
        for name, make in FILES.items():
            file = Path(folder) / f"{name}.csv"
            file.write_bytes(make())
            print(alone(name, file), end="", flush=True)
        screen(Path(folder) / "wide.csv")
