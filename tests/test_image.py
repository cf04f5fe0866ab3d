"""What the image does, done without Docker: what it copies lies alone in a folder, and its command serves."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from threading import Event

import pytest
import yaml

ROOT = Path(__file__).parents[1]
LINES = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text("utf-8")).splitlines()
TRIES = 60  # until the server answers, on a machine that does much else

pytestmark = pytest.mark.skipif(os.name == "nt", reason="an image is a Linux of its own")


def copied() -> list[tuple[list[str], str]]:
    """Sources and target of every COPY from the checkout."""
    found = [shlex.split(line)[1:] for line in LINES if line.startswith("COPY ")]
    return [(words[:-1], words[-1]) for words in found if not words[0].startswith("--from")]


def sent(path: str) -> bool:
    """Whether the build sees a file: `.dockerignore` names all and takes some back."""
    rules = (ROOT / ".dockerignore").read_text("utf-8").split()
    seen = True
    for rule in rules:
        if fnmatch(path, rule.removeprefix("!")):
            seen = rule.startswith("!")
    return seen


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """The folder /app of the image, with the Python that runs this for the one that it would install."""
    (tmp_path / ".venv").symlink_to(sys.prefix)
    for sources, target in copied():
        for source in sources:
            assert sent(source), source
            to = tmp_path / (source if target in ("./", "/app/") else target)
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, to, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(ROOT / source, to)
    return tmp_path


def command(name: str) -> str:
    """The shell command of a line such as CMD or HEALTHCHECK."""
    return next(line.rpartition("CMD ")[2] for line in LINES if re.match(rf"{name} ", line))


def test_the_image_serves_the_app_and_says_that_it_is_well(image: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    env = {"PATH": os.environ["PATH"], "RNNKIT_HOME": str(image / "data"), "PORT": port}
    serve, silent = ["sh", "-c", command("CMD")], subprocess.DEVNULL
    with subprocess.Popen(serve, cwd=image, env=env, stdin=silent, stdout=silent, stderr=silent) as server:
        try:
            assert healthy(image, env, server) == "The app answers, and its store can be read.\n"
        finally:
            server.terminate()
    assert (image / "data" / "runs.sqlite").is_file()


def healthy(image: Path, env: dict[str, str], server: "subprocess.Popen[bytes]") -> str:
    """What the health check says once it is content."""
    for _ in range(TRIES):
        check = ["sh", "-c", command("HEALTHCHECK")]
        done = subprocess.run(check, cwd=image, env=env, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout
        if server.poll() is not None:
            break
        Event().wait(0.5)
    pytest.fail(done.stderr)


def test_compose_starts_the_image_with_a_database_a_proxy_that_knows_it_and_two_that_train() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    assert set(services["services"]) == {"app", "app-2", "work-1", "work-2", "database", "proxy"}
    shared = {
        services["services"][name]["environment"]["RNNKIT_DATABASE_URL"]
        for name in ("app", "app-2", "work-1", "work-2")
    }
    assert len(shared) == 1
    assert services["services"]["app"]["environment"]["RNNKIT_WORK"] == "elsewhere"
    assert services["services"]["work-2"]["command"][-2:] == ["rnnkit", "work"]
    assert "reverse_proxy app:8501 app-2:8501 {" in services["configs"]["caddy"]["content"]
    assert "lb_policy cookie playground" in services["configs"]["caddy"]["content"]
    assert "@database/playground" in services["services"]["app"]["environment"]["RNNKIT_DATABASE_URL"]
    assert services["services"]["database"]["environment"]["POSTGRES_USER"] == "playground"
