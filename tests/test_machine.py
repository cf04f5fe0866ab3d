import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from rnnkit.host import machine


@pytest.fixture
def cgroup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place where a container would write its limits."""
    monkeypatch.setattr(machine, "CGROUP", tmp_path)
    memory = SimpleNamespace(total=8000, available=5000)
    monkeypatch.setattr(machine.psutil, "virtual_memory", lambda: memory)
    return tmp_path


def write(folder: Path, **files: str) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".", 1)
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)


def test_a_lone_run_has_all_cores_and_several_share_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_CORES", 4)
    monkeypatch.setattr(machine, "_active", None)
    assert machine.thread_budget() == 4
    active = SimpleNamespace(value=1)
    machine.share(active)
    budgets = []
    for active.value in (0, 1, 2, 3, 9):
        budgets.append(machine.thread_budget())
    assert budgets == [4, 4, 2, 1, 1]


def test_without_a_container_the_machine_counts(cgroup: Path) -> None:
    assert machine._cores() >= 1
    assert (machine.memory_total(), machine.memory_free()) == (8000, 5000)


def test_the_limits_of_a_container_count(cgroup: Path) -> None:
    write(cgroup, cpu_max="100000 100000\n", memory_max="1000\n", memory_current="900\n")
    write(cgroup, memory_stat="anon 600\ninactive_file 200\n", memory_events="oom 1\noom_kill 3\n")
    assert machine._cores() == 1
    assert (machine.memory_total(), machine.memory_free(), machine.memory_kills()) == (1000, 300, 3)


def test_the_older_interface_of_the_kernel_counts_too(cgroup: Path) -> None:
    write(cgroup, cpu__cpu_cfs_quota_us="50000", cpu__cpu_cfs_period_us="100000")
    write(cgroup, memory__memory_limit_in_bytes="2000", memory__memory_usage_in_bytes="500")
    assert machine._cores() == 1
    assert (machine.memory_total(), machine.memory_free()) == (2000, 1500)


def test_no_limit_is_no_limit(cgroup: Path) -> None:
    write(cgroup, cpu_max="max 100000\n", memory_max="max\n", memory_current="900\n")
    assert machine._cpu_quota() is None
    assert (machine.memory_total(), machine.memory_free()) == (8000, 5000)


def test_memory_can_be_given_back_at_any_time():
    held = bytearray(50_000_000)
    del held
    machine.give_back_memory()
    machine.give_back_memory()


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ("processor\t: 0\nflags\t\t: fpu avx2 avx512_bf16\n", True),
        ("flags\t\t: fpu amx_bf16 amx_tile\n", True),
        ("flags\t\t: fpu avx2 avx512f\n", False),
        ("Features\t: fp asimd\n", False),
        ("", False),
    ],
)
def test_a_processor_says_whether_it_multiplies_16_bits(tmp_path: Path, facts: str, found: bool) -> None:
    (tmp_path / "cpuinfo").write_text(facts)
    assert machine._multiplies_16_bits(tmp_path / "cpuinfo") == found


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_a_process_that_is_held_is_refused_what_is_more() -> None:
    held = (
        "from rnnkit.host import machine; machine.hold_to(50 * 2**20); kept = bytearray(20 * 2**20)\n"
        "try: bytearray(100 * 2**20)\n"
        "except MemoryError: print('refused')"
    )
    answer = subprocess.run([sys.executable, "-c", held], capture_output=True, text=True, check=True)
    assert answer.stdout == "refused\n"
