"""What the app requires is what it imports, and every requirement has a bound above."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
OWN = {"rnnkit", "pages", "app"}
BESIDE = {"network", "clean", "predict"}  # travel with a kept model, beside the program that imports them
BY_NAME = re.compile(r"statsmodels(\.[a-z]+)+")  # loaded by its name, where it is needed
LINE = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)(\[[a-z]+\])?(?P<bounds>[^#;]*)")


def required(file: str) -> dict[str, str]:
    """Distribution -> bounds, of the lines that name one."""
    lines = (ROOT / file).read_text("utf-8").splitlines()
    return read([line for line in lines if line.strip() and line[0] not in "#-"])


def read(lines: list[str]) -> dict[str, str]:
    """Distribution -> bounds: `numpy>=2.1,<3` is `{"numpy": ">=2.1,<3"}`."""
    found = [LINE.match(line) for line in lines]
    return {plain(one["name"]): one["bounds"].strip() for one in found if one}


def plain(name: str) -> str:
    """A name of a distribution as all ways to spell it are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    """The distributions whose modules the app imports, wherever in a file."""
    modules = set()
    for file in [ROOT / "app.py", *ROOT.glob("rnnkit/**/*.py"), *ROOT.glob("pages/**/*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                modules.add((node.module or "").partition(".")[0])
            elif isinstance(node, ast.Constant) and BY_NAME.fullmatch(str(node.value)):
                modules.add(node.value.partition(".")[0])
    foreign = modules - set(sys.stdlib_module_names) - OWN - BESIDE
    known = packages_distributions()
    return {plain(known.get(module, [module])[0]) for module in foreign}


def extras() -> dict[str, str]:
    """Distribution -> bounds of what can be installed on top."""
    return read([line for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines])


def test_whatever_is_required_is_imported():
    assert set(required("requirements.txt")) - imported() == set()


def test_whatever_is_imported_is_required_or_an_extra():
    assert imported() - set(required("requirements.txt")) - set(extras()) == set()


def test_every_requirement_has_a_bound_above():
    builds = read(PROJECT["build-system"]["requires"])
    for name, bounds in [
        *required("requirements.txt").items(),
        *required("requirements-dev.txt").items(),
        *required("requirements-bench.txt").items(),
        *extras().items(),
        *builds.items(),
    ]:
        assert re.search(r"<\d|==\d", bounds), name


def test_peers_are_measured_on_the_same_torch():
    assert required("requirements-bench.txt")["torch"] == required("requirements.txt")["torch"]


def test_the_file_for_hosts_without_a_gpu_changes_the_build_of_torch_and_nothing_else():
    """One direct wheel for each Python that is supported, of the version that all other hosts take."""
    lines = [
        line for line in (ROOT / "requirements-cpu.txt").read_text("utf-8").splitlines() if line[0] != "#"
    ]
    assert lines[0] == "-r requirements.txt"
    version = required("requirements.txt")["torch"].removeprefix("==")
    low, high = re.findall(r"3\.(\d+)", PROJECT["project"]["requires-python"])
    for minor, line in zip(range(int(low), int(high)), lines[1:], strict=True):
        wheel, _, marker = line.partition(" ; ")
        tag = f"cp3{minor}"
        assert wheel.startswith("torch @ https://download.pytorch.org/whl/cpu/")
        assert wheel.endswith(f"/torch-{version}%2Bcpu-{tag}-{tag}-manylinux_2_28_x86_64.whl")
        python = f'python_version == "3.{minor}"'
        assert marker == f'sys_platform == "linux" and platform_machine == "x86_64" and {python}'
