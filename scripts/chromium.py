"""Find a Chromium for the browser tests, or install one: `python -m scripts.chromium`.

Tried in this order: the one named by the environment variable CHROMIUM, the system's, the
distribution's package (as root, or with a sudo that asks nothing), the download of playwright.
Nothing is installed where one is there already, but for root: a headless shell, which is Chromium without
windows, shows a page for half the work, so that in a container it is put beside a Chromium that has them.
The last line printed is the path.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

SHELL = "chromium-headless-shell"
COMMANDS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SOON = 60  # seconds for what is only a gain
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
MISSING = (
    "No Chromium was found and none could be installed; install Chromium or Chrome, then repeat, "
    "or say where it is: make test CHROMIUM=/path/to/chromium"
)


def find() -> Path | None:
    """The first Chromium that answers when asked for its version, if there is any."""
    return next((path for path in candidates() if works(path)), None)


def candidates() -> Iterator[Path]:
    """Where a Chromium may be, the wanted one first."""
    if wanted := os.environ.get("CHROMIUM"):
        yield Path(wanted)
    yield from (Path(found) for name in COMMANDS if (found := shutil.which(name)))
    yield from (Path(place) for place in PLACES)
    if downloaded := playwright_path():
        yield downloaded


def playwright_path() -> Path | None:
    """Where playwright keeps, or would keep, its own Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def works(path: Path) -> bool:
    """Whether this file starts: Ubuntu, for one, has a `chromium-browser` that only points elsewhere."""
    if not path.is_file():
        return False
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def install() -> Path | None:
    """Install a Chromium in the first way that leads to a working one."""
    for commands in ways():
        if all(succeeds(command) for command in commands) and (path := find()):
            return path
    return None


def ways() -> Iterator[list[list[str]]]:
    """Each way to install one, as the commands it takes."""
    root = privilege()
    if root is not None and shutil.which("apt-get"):
        yield from (packaged(root, package) for package in (SHELL, "chromium"))
    yield [
        [sys.executable, "-m", "playwright", "install", *(["--with-deps"] if root == [] else []), "chromium"]
    ]


def packaged(root: Sequence[str], package: str) -> list[list[str]]:
    """The commands that install a package of the distribution."""
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    return [[*apt, "update", "-q"], [*apt, "install", "-q", "-y", "--no-install-recommends", package]]


def add_shell() -> bool:
    """Put the headless shell beside another Chromium where nobody has to be asked: for root, as a package."""
    if os.environ.get("CHROMIUM") or privilege() != [] or not shutil.which("apt-get"):
        return False
    return all(succeeds(command, SOON) for command in packaged([], SHELL))


def privilege() -> list[str] | None:
    """What to write before a command that needs root: nothing as root, sudo where it asks nothing."""
    if getattr(os, "geteuid", lambda: 1)() == 0:
        return []
    if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def succeeds(command: Sequence[str], seconds: int = 600) -> bool:
    """Run a command and tell whether it worked; what it prints goes to the error stream."""
    try:
        return subprocess.run(command, stdout=sys.stderr, timeout=seconds, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def main() -> int:
    """Print the path of a working Chromium, installing one if need be."""
    path = find() or install()
    if path is not None and path.name != SHELL and add_shell():
        path = find()
    if path is None:
        print(MISSING, file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
