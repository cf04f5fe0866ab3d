"""The command that serves the app, from a checkout or from an installed package."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from rnnkit.errors import ConfigError
from rnnkit.words import t

PACKAGE = Path(__file__).parents[1]
# In a wheel app.py, pages/ and .streamlit/ lie in the package (setup.py); in a checkout they lie beside it.
PLACES = (PACKAGE / "app" / "app.py", PACKAGE.parent / "app.py")


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--port", type=click.IntRange(0, 65535), help=t("Port of the server. Default: 8501."))
@click.option("--address", metavar="HOST", help=t("Serve this address only. Default: all of this machine."))
@click.argument("streamlit_options", nargs=-1, type=click.UNPROCESSED)
def app(port: int | None, address: str | None, streamlit_options: Sequence[str]) -> None:
    """Serve the app until Ctrl-C. Further options are those of `streamlit run`: --server.maxUploadSize=50."""
    serve(command(app_file(), port, address, streamlit_options))


def app_file(places: Sequence[Path] = PLACES) -> Path:
    """The script that Streamlit runs: the first that exists and has its pages beside it."""
    for place in places:
        if place.is_file() and (place.parent / "pages").is_dir():
            return place
    raise ConfigError(
        t("The pages of the app are not in this installation; install it anew with pip, or start a checkout.")
    )


def command(script: Path, port: int | None, address: str | None, options: Sequence[str]) -> list[str]:
    """What is run: `--port 8080` becomes `--server.port=8080`; other options stay as they are."""
    named = {"port": port, "address": address}
    given = [f"--server.{name}={value}" for name, value in named.items() if value is not None]
    return [sys.executable, "-m", "streamlit", "run", str(script), *given, *options]


def serve(words: Sequence[str]) -> None:
    """Become the server, so that every signal reaches it; Windows has no such thing and waits for it."""
    if os.name == "nt":
        sys.exit(subprocess.call(words))
    os.execv(words[0], list(words))
