"""Ask a package index whether the requirements can be had as wheels for every Python that is supported.

Nothing is installed: `pip` resolves for other versions of Python than its own, on Linux. It takes wheels
alone then, so what comes as source only is left out, and said. A file that one version lacks is named with
that version, and the answer is exit code 1.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
FILES = ("requirements.txt", "requirements-dev.txt")
SOURCE_ONLY = ("seqeval", "odfpy")  # plain Python, which every version builds
GLIBC = range(5, 40)  # the second number of the C library that a wheel is built for
PLATFORMS = ("linux_x86_64", "manylinux2014_x86_64", *(f"manylinux_2_{one}_x86_64" for one in GLIBC))


def resolve(file: str, python: str, folder: Path) -> str:
    """How many packages a file takes for a version of Python, or the last thing that pip said."""
    report = folder / f"{file}-{python}.json"
    where = [word for name in PLATFORMS for word in ("--platform", name)]
    options = ("--dry-run", "--ignore-installed", "--quiet", "--only-binary=:all:", "--implementation=cp")
    asked = ("--python-version", python, "--target", str(folder / "nowhere"), "--report", str(report))
    line = (sys.executable, "-m", "pip", "install", *options, *asked, *where, "-r", str(wheels(file, folder)))
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode:
        return done.stderr.strip().rpartition("\n")[2]
    return f"{len(json.loads(report.read_text('utf-8'))['install'])} packages"


def wheels(file: str, folder: Path) -> Path:
    """A copy of a file of requirements without what comes as source only."""
    lines = (ROOT / file).read_text("utf-8").splitlines()
    kept = [line.replace("-r ", f"-r {ROOT}/") for line in lines if not line.startswith(SOURCE_ONLY)]
    copy = folder / file
    copy.write_text("\n".join(kept), "utf-8")
    return copy


def main() -> int:
    """Print a line for each file and version; 1 where one cannot be had."""
    failed = 0
    print(f"left out, since they come as source only: {', '.join(SOURCE_ONLY)}")
    with tempfile.TemporaryDirectory() as folder:
        for file in FILES:
            for python in PYTHONS:
                said = resolve(file, python, Path(folder))
                print(f"{file:<22} Python {python:<5} {said}", flush=True)
                failed += not said.endswith(" packages")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
