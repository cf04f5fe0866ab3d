"""The kernel built on this machine, once: where a compiler is found, and in a folder of this user's own.

That takes about ten seconds and 300 MB, so nobody who trains waits for it: `make` builds it with the
environment, and the broker when it starts. A compiler that refuses it, or a kernel that does not run, is
remembered.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from rnnkit.host.machine import memory_free

SOURCE = Path(__file__).with_name("kernel.cpp")
SOURCES = (SOURCE, SOURCE.with_name("products.h"))
COMPILERS = ("c++", "g++", "clang++")
FLAGS = ("-std=c++17", "-O3", "-march=native", "-fno-math-errno", "-fno-trapping-math", "-fPIC", "-shared")
WIDE = ("-mprefer-vector-width=512",)  # where the processor has such vectors; compilers prefer half of it
SECONDS = 300.0
LEAST_BYTES = 1000 * 2**20  # free before it is built: the compiler takes 300 MB, and runs need theirs
TRIAL = "import ctypes, sys; sys.exit(not ctypes.CDLL(sys.argv[1]).works())"


def ready() -> Path | None:
    """The kernel, where it was built on this machine; nothing is built and nobody waits."""
    place = _place()
    return place if place is not None and place.exists() else None


def build() -> Path | None:
    """The kernel, which is built now if it was not; `None` where it cannot be, or memory is short."""
    built, compiler = _place(), find_compiler()
    if built is None:
        return None
    failed = built.with_suffix(".txt")
    with alone(built.parent / "lock"):
        if not built.exists() and not failed.exists() and memory_free() >= LEAST_BYTES:
            with suppress(OSError, subprocess.TimeoutExpired):  # which another time may not befall it
                if error := compile_to(built, compiler):
                    failed.write_text(error, "utf-8")
    return built if built.exists() else None


@cache
def _place() -> Path | None:
    """Where the kernel of this machine is put; `None` without a compiler that answers, or a folder."""
    compiler = find_compiler()
    folder = own_folder() if compiler else None
    if folder is None:
        return None
    try:
        return folder / f"kernel-{fingerprint(compiler)}.so"
    except (OSError, subprocess.TimeoutExpired):
        return None


def find_compiler() -> tuple[str, ...]:
    """The words of a command that compiles C++: those of `CXX`, as in `ccache g++`, or what is on the path.

    Empty where there is none, and on Windows.
    """
    if sys.platform == "win32":
        return ()
    commands = (os.environ.get("CXX", "").split(), *([name] for name in COMPILERS))
    found = ((shutil.which(command[0]), command[1:]) for command in commands if command)
    return next(((program, *more) for program, more in found if program), ())


def own_folder() -> Path | None:
    """A folder for what is built, to which nobody else may write; `None` where there is none."""
    cache_home = os.environ.get("XDG_CACHE_HOME", "").strip()
    try:
        folder = (Path(cache_home) if cache_home else Path.home() / ".cache") / "rnnkit"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except (OSError, RuntimeError):  # no home, or none to write to
        return None
    mine = found.st_uid == os.getuid() and not found.st_mode & 0o022
    return folder if mine and os.access(folder, os.W_OK) else None


def fingerprint(compiler: Sequence[str]) -> str:
    """Names what is built: another source, compiler or processor makes another kernel.

    Raises `OSError` or `TimeoutExpired` where the compiler cannot be started, or does not answer.
    """
    version = subprocess.run(
        [*compiler, "--version"], capture_output=True, timeout=SECONDS, check=False
    ).stdout
    sources = (source.read_bytes() for source in SOURCES)
    parts = (*sources, " ".join(flags()).encode(), version, processor().encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def processor() -> str:
    """What the processor can do, as far as the system says."""
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text("utf-8").splitlines() if facts.exists() else []
    said = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    return f"{platform.machine()} {platform.processor()} {said}"


def flags() -> Sequence[str]:
    """How the kernel is compiled on this kind of machine."""
    return (*FLAGS, *(WIDE if platform.machine() in ("x86_64", "AMD64") else ()))


def compile_to(built: Path, compiler: Sequence[str]) -> str:
    """Build the kernel, try it in a process of its own, and put it in its place; returns what went wrong."""
    with tempfile.TemporaryDirectory(dir=built.parent) as room:
        made = Path(room) / built.name
        for command in (
            [*compiler, *flags(), "-pthread", str(SOURCE), "-o", str(made)],
            [sys.executable, "-c", TRIAL, str(made)],
        ):
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
            if done.returncode:
                return f"{' '.join(command)}\n{done.stderr}\nended with {done.returncode}\n"
        made.replace(built)
    return ""


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Let nobody else be inside who asks for the same lock; it is given back even where this process ends."""
    import fcntl

    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
