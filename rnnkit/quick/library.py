"""The kernel as a library, without torch: how it is called, and whether it is to compute on this machine."""

import ctypes
import os
from functools import cache
from pathlib import Path

from rnnkit.errors import ConfigError
from rnnkit.quick.build import build, ready
from rnnkit.words import t

CORE = "RNNKIT_CORE"
CORES = ("auto", "kernel", "loops", "stock")
STOCK = "stock"
MODES = ("RNN_TANH", "RNN_RELU", "GRU", "LSTM")  # in the order of the kernel's cells


class Call(ctypes.Structure):
    """What the kernel is told, field by field as `Call` in `kernel.cpp`."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("cell", "T", "B", "H", "F")),
        ("x", ctypes.c_void_p),
        *((name, ctypes.c_long) for name in ("x_t", "x_b")),
        *(
            (name, ctypes.c_void_p)
            for name in ("w_x", "w", "bias", "own", "slope", "b", "gates", "hs", "more", "g")
        ),
        *((name, ctypes.c_long) for name in ("g_t", "g_b")),
        *((name, ctypes.c_void_p) for name in ("last", "c_last", "d", "d_x")),
        *((name, ctypes.c_long) for name in ("d_t", "d_b")),
        *((name, ctypes.c_void_p) for name in ("d_h", "d_c")),
    )


def wanted_core() -> str:
    """Who is to compute recurrent layers, by the environment. Raises `ConfigError` for a name it has not."""
    wanted = os.environ.get(CORE, "").strip() or CORES[0]
    if wanted not in CORES:
        raise ConfigError(
            t(
                "{name} must be one of {names}, not {text!r}.",
                name=CORE,
                names=", ".join(CORES),
                text=wanted[:20],
            )
        )
    return wanted


def find_kernel() -> Path | None:
    """The kernel where it was built, if the environment leaves the choice, or built now if that demands it.

    Raises `ConfigError` where it is demanded and cannot be built.
    """
    wanted = wanted_core()
    if wanted == "auto":
        return ready()  # nobody waits for a compiler
    if wanted != "kernel":
        return None
    if (built := build()) is None:
        raise ConfigError(
            t("The kernel could not be built here: install a C++ compiler, or unset {name}.", name=CORE)
        )
    return built


@cache
def load(built: Path) -> ctypes.CDLL:
    """The kernel of a file, loaded once."""
    library = ctypes.CDLL(str(built))
    pointer, number, length = ctypes.c_void_p, ctypes.c_int, ctypes.c_long
    library.keep.restype = library.keep_matrix.restype = pointer
    library.keep_matrix.argtypes = [pointer, number, number]
    library.drop.argtypes, library.drop.restype = [pointer], None
    for collect in (library.collect_float, library.collect_double):
        collect.argtypes = [pointer, length, number, pointer, pointer, length, pointer, pointer]
        collect.restype = None
    library.step.argtypes = [pointer, pointer]
    library.multiply.argtypes, library.multiply.restype = [pointer, pointer, number, pointer], None
    return library
