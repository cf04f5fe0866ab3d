"""The order of the house: who may import whom, what the screen may load, and what nobody may use."""

import ast
import importlib.util
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]

# From the ground up: a part imports itself and what stands in the rows above it in this list, nothing else.
TASKS = tuple(f"rnnkit.tasks.{path.name}" for path in sorted((ROOT / "rnnkit/tasks").glob("*/")))
TASK_PAGES = tuple(f"pages.ui.{name.rpartition('.')[2]}" for name in TASKS)
LAYERS = (
    ("rnnkit", "rnnkit.errors", "rnnkit.words"),
    ("rnnkit.config", "rnnkit.numpy_rnn", "rnnkit.rounding"),
    ("rnnkit.generation", "rnnkit.host", "rnnkit.metrics", "rnnkit.networks", "rnnkit.verdict"),
    ("rnnkit.quick",),
    ("rnnkit.compare", "rnnkit.data"),
    ("rnnkit.baselines", "rnnkit.files", "rnnkit.leaks", "rnnkit.music", "rnnkit.rooms"),
    ("rnnkit.training", "rnnkit.tasks.task"),
    ("rnnkit.inspect",),
    ("rnnkit.pictures", *TASKS),
    ("rnnkit.tasks", "rnnkit.choosing", "rnnkit.lessons", "rnnkit.mistakes", "rnnkit.search"),
    ("rnnkit.runs", "rnnkit.tasks.belonging", "rnnkit.tasks.comparing"),
    ("rnnkit.bundle", "rnnkit.jobs", "rnnkit.report"),
    ("rnnkit.cli",),
    ("rnnkit.__main__",),
    ("pages.ui",),
    ("pages.ui.frame",),
    ("pages.ui.task_page",),
    ("pages.ui.tasks",),
    ("pages.ui.access",),
    ("pages.ui.form", "pages.ui.page"),
    ("pages.ui.result", "pages.ui.inside", "pages.ui.lessons"),
    ("pages.ui.home", "pages.ui.mistakes"),
    ("pages.ui.compare", "pages.ui.own", "pages.ui.room", "pages.ui.search"),
    (*TASK_PAGES,),
    ("pages.ui.choosing", "pages.ui.gates", "pages.ui.machines"),
    ("pages",),
    ("app",),
)
LEVEL = {part: level for level, parts in enumerate(LAYERS) for part in parts}

# The process that serves the screen stays small: these cost memory and seconds, and belong to workers.
HEAVY = ("torch", "scipy", "statsmodels", "sklearn", "matplotlib", "PIL.Image")
UNSAFE_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
UNSAFE_CALLS = {"eval", "exec", "compile", "__import__"}
UNSAFE_METHODS = {"torch.load", "torch.save", "pd.read_pickle", "pandas.read_pickle"}
UNSAFE_KEYWORDS = {"unsafe_allow_html", "unsafe_allow_javascript", "allow_pickle"}
WAITS = {"time.sleep", "sleep", "page.wait_for_timeout"}


def modules(*folders: str) -> list[Path]:
    """The project's Python files in these folders, or these files."""
    paths = [ROOT / folder for folder in folders]
    found = [file for path in paths for file in ([path] if path.suffix else sorted(path.rglob("*.py")))]
    return [file for file in found if file.exists()]


PRODUCT = modules("rnnkit", "pages", "app.py")
TESTS = modules("tests")


def label(path: Path) -> str:
    """A file as it is named in the report of a test."""
    return str(path.relative_to(ROOT))


def module_name(path: Path) -> str:
    """The dotted name under which a file is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All that stands in a file."""
    return tuple(ast.walk(tree(path)))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module a file imports, also in functions: `from a import b` is `a.b` where that is a module."""
    return tuple(imported(path))


def imported(path: Path) -> Iterator[str]:
    """The same, one after the other."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{label(path)}: write imports in full"
            base = node.module or ""
            for alias in node.names:
                yield f"{base}.{alias.name}" if is_module(f"{base}.{alias.name}") else base


@cache
def is_module(name: str) -> bool:
    """Whether one of our own files or packages has this name."""
    place = ROOT.joinpath(*name.split("."))
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()


def part_of(module: str) -> str | None:
    """The part of the house a module belongs to: the longest listed name it starts with, if it is ours."""
    if module.split(".", maxsplit=1)[0] not in {"rnnkit", "pages", "app"}:
        return None
    names = module.split(".")
    deep = names[:2] in (["rnnkit", "tasks"], ["pages", "ui"])
    return ".".join(names[: 3 if deep else 2 if names[0] == "rnnkit" else 1])


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a name or an attribute; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return ""


def faults(paths: Iterable[Path], found: Callable[[Path], Iterable[str]]) -> dict[str, list[str]]:
    """What is wrong in each file in which something is; one look at all of them costs what one test costs."""
    told = {label(path): list(found(path)) for path in paths}
    assert told
    return {name: words for name, words in told.items() if words}


def upward(path: Path) -> Iterator[str]:
    """Imports of what does not stand in a row before that of a file; so no two parts import each other."""
    own = part_of(module_name(path))
    if own not in LEVEL:
        yield f"{own} has no place yet: add it to LAYERS"
        return
    for module in imports(path):
        part = part_of(module)
        if part not in (None, own) and LEVEL.get(part, 99) >= LEVEL[own]:
            yield f"{own} must not import {module}"


def test_imports_only_go_down() -> None:
    assert faults(PRODUCT, upward) == {}


# What all tasks share names none of them and imports nothing of one.
SHARED = (
    *(
        "config",
        "host",
        "files",
        "generation",
        "networks",
        "training",
        "compare",
        "inspect",
        "leaks",
        "verdict",
        "baselines",
    ),
    *("runs", "bundle", "jobs", "numpy_rnn", "search", "tasks/task.py", "tasks/comparing.py"),
)
SHARED_SCREEN = ("frame", "access", "form", "page", "result", "home", "compare", "own", "room")
# The same word for something else: a kind of column, a column of a table of the store, an effective
# memory, the words above a field.
OTHERWISE = {
    *("rnnkit/files/frames_json.py", "rnnkit/runs/worker/recorder.py", "rnnkit/runs/sql/schema.py"),
    *("rnnkit/inspect/trained.py", "pages/ui/own/inside_job.py", "pages/ui/result/live/live_samples.py"),
    *("rnnkit/runs/orders.py", "rnnkit/runs/visitor/searches.py", "pages/ui/form/forms.py"),
    *("pages/ui/result/learning_history.py", "rnnkit/training/live_samples.py", "rnnkit/bundle/room_file.py"),
}


INSIDE_TASKS = tuple(f"{part}{sign}" for part in (*TASKS, *TASK_PAGES) for sign in ".:")


def names_a_task(path: Path) -> Iterator[str]:
    """Tasks that a file names, and what it imports of one."""
    short = {name.rpartition(".")[2] for name in TASKS}
    if label(path) not in OTHERWISE:
        words = {node.value for node in nodes(path) if isinstance(node, ast.Constant)}
        said = sorted(word for word in words if type(word) is str)
        yield from (f"names {word}" for word in said if word in short or word.startswith(INSIDE_TASKS))
    yield from (f"imports {module}" for module in imports(path) if part_of(module) in (*TASKS, *TASK_PAGES))


def test_what_all_tasks_share_names_none() -> None:
    shared = [f"rnnkit/{name}" for name in SHARED] + [f"pages/ui/{name}" for name in SHARED_SCREEN]
    assert faults(modules(*shared), names_a_task) == {}


def test_no_task_imports_another() -> None:
    """Neither in its folder of the backend nor in that of the screen."""

    def others(path: Path) -> Iterator[str]:
        own = part_of(module_name(path))
        tasks = TASKS if own in TASKS else TASK_PAGES
        yield from (module for module in imports(path) if part_of(module) in tasks and part_of(module) != own)

    folders = [name.replace(".", "/") for name in (*TASKS, *TASK_PAGES)]
    assert faults(modules(*folders), others) == {}


def test_the_layers_are_told_apart() -> None:
    """The checker itself: parts by their longest name, foreign modules by none."""
    assert part_of("rnnkit.data.table.table") == "rnnkit.data"
    assert part_of("pages.ui.frame.state") == "pages.ui.frame"
    assert part_of("rnnkit.tasks.text.generation.step_cells") == "rnnkit.tasks.text"
    assert part_of("pages.home") == "pages"
    assert part_of("pandas.io") is None


def roots(path: Path) -> set[str]:
    """The packages a file imports from."""
    return {module.split(".")[0] for module in imports(path)}


def test_the_backend_knows_no_screen() -> None:
    assert faults(modules("rnnkit"), lambda path: roots(path) & {"streamlit", "pages", "app"}) == {}


def test_session_state_is_named_in_one_file() -> None:
    naming = {
        label(path)
        for path in PRODUCT
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr == "session_state"
    }
    assert naming <= {"pages/ui/frame/state.py"}


# What the screen asks of the whole store: a handle for one person, and facts about the host.
OF_THE_HOST = {
    *("of", "shared", "started", "taught", "screen", "url", "facts.get", "queue.counts"),
    *("place.kept_in", "place.set_aside", "quotas", "quotas.run_seconds"),
    "operator",
    *(f"operator().{what}" for what in ("hosts", "line", "drain", "stop_all")),
}


def unbound(path: Path) -> Iterator[str]:
    """What a file asks of the whole store that is for workers, and where it hands the whole store on."""
    inner = {node.value for node in nodes(path) if isinstance(node, ast.Attribute)}
    for call in calls(path):
        if dotted(call.func).rpartition(".")[2] == "store" and call not in inner:
            yield "hands on the whole store"
    for node in nodes(path):
        if isinstance(node, ast.Attribute) and node not in inner:
            _, whole, asked = ast.unparse(node).rpartition("store().")
            if whole and asked not in OF_THE_HOST:
                yield asked


def test_the_screen_reads_and_changes_runs_only_as_one_person() -> None:
    assert faults(modules("app.py", "pages"), unbound) == {}


def test_the_screen_never_loads_torch() -> None:
    """Import all that the pages import, in a fresh process, and look at what is loaded."""
    screen = modules("app.py", "pages")
    wanted = {module for path in screen for module in imports(path) if part_of(module) and is_module(module)}
    wanted |= {module_name(path) for path in modules("rnnkit/data", "rnnkit/compare", "pages/ui")}
    wanted |= {
        name
        for name in (
            "rnnkit.pictures.figures",
            "rnnkit.files.model_file",
            "rnnkit.runs.store",
            "rnnkit.jobs.client",
        )
        if is_module(name)
    }
    assert loaded_after_importing(wanted) == []


def loaded_after_importing(names: set[str]) -> list[str]:
    """The heavy packages that are in memory once a new Python has imported these modules."""
    code = (
        "import importlib, sys\n"
        f"for name in {sorted(names)!r}: importlib.import_module(name)\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    return answer.stdout.split()


def test_training_never_loads_the_compiler_of_torch() -> None:
    """It weighs 70 MB and a second of every start; a free host has 690 MB for everything."""
    code = (
        "import sys\n"
        "from tests.tasks.test_go_on_fitting import Keeps, forecast, memory, text\n"
        "for kind in (forecast, text): kind(Keeps(), steps=2)\n"
        "memory(Keeps(), steps=2, problem='adding')\n"
        "print('torch' in sys.modules, 'torch._dynamo' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.stdout.split() == ["True", "False"], answer.stderr[-2000:]


def test_a_loaded_torch_would_be_seen() -> None:
    """The checker itself, on the lightest of the heavy packages."""
    name = "scipy" if importlib.util.find_spec("scipy") else "torch"
    assert loaded_after_importing({name}) == [name]


def test_a_page_is_a_short_script() -> None:
    lines = {label(path): len(path.read_text("utf-8").splitlines()) for path in (ROOT / "pages").glob("*.py")}
    assert lines
    assert {name: number for name, number in lines.items() if number >= 120} == {}


def silent(path: Path) -> Iterator[str]:
    """What is public in a file and says not what it is, or the file itself."""
    module = tree(path)
    if not ast.get_docstring(module):
        yield "the file itself"
    yield from (node.name for node in public(module.body) if not ast.get_docstring(node))


def test_everything_public_is_explained() -> None:
    assert faults(modules("rnnkit"), silent) == {}


def public(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Public functions and classes, and the public methods of those classes."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_":
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


def calls(path: Path) -> list[ast.Call]:
    """Every call in a file."""
    return [node for node in nodes(path) if isinstance(node, ast.Call)]


def unsafe(path: Path) -> Iterator[str]:
    """What could run code that a stranger wrote."""
    yield from UNSAFE_MODULES & roots(path)
    yield from (UNSAFE_CALLS | UNSAFE_METHODS) & {dotted(call.func) for call in calls(path)}
    yield from UNSAFE_KEYWORDS & {str(word.arg) for call in calls(path) for word in call.keywords}


def test_nothing_that_could_run_foreign_code() -> None:
    """No pickle in any direction, no eval, no raw HTML: uploads and links are data, never code."""
    assert faults(PRODUCT, unsafe) == {}


def blind(path: Path) -> Iterator[str]:
    """Charts that do not say what they show, and figures that are drawn elsewhere than in the one place."""
    for call in calls(path):
        name = dotted(call.func)
        if name == "st.plotly_chart" and path.name != "charts.py":
            yield "draws a figure itself"
        if name in {"st.plotly_chart", "st.vega_lite_chart"} and "alt" not in {
            word.arg for word in call.keywords
        }:
            yield f"{name} without alt"


def test_every_chart_says_what_it_shows() -> None:
    """To those who cannot see it. Figures are drawn in one place: all have the same tools and tables."""
    assert faults(modules("pages"), blind) == {}


def test_tests_wait_for_events_not_for_the_clock() -> None:
    assert faults(TESTS, lambda path: WAITS & {dotted(call.func) for call in calls(path)}) == {}


def test_no_two_test_files_share_a_name() -> None:
    """In folders that are no packages pytest takes two files of one name for the same."""
    names = Counter(path.name for path in TESTS if path.name.startswith("test_"))
    assert [name for name, times in names.items() if times > 1] == []


def missing(path: Path) -> Iterator[str]:
    """What a file says that it exports, and does not have."""
    stored = {
        node.id for node in nodes(path) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    made = {node.name for node in tree(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    taken = [node for node in nodes(path) if isinstance(node, ast.Import | ast.ImportFrom)]
    known = stored | made | {alias.asname or alias.name for node in taken for alias in node.names}
    for node in tree(path).body:
        if isinstance(node, ast.Assign) and [dotted(target) for target in node.targets] == ["__all__"]:
            yield from set(ast.literal_eval(node.value)) - known


def test_what_is_exported_is_there() -> None:
    assert faults([*PRODUCT, *TESTS], missing) == {}


def test_a_name_of_a_class_means_one_thing() -> None:
    """Two classes of one name stand at most in files of one name: the same part of several tasks."""
    found: dict[str, set[Path]] = {}
    for path in PRODUCT:
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, set()).add(path)
    twice = {name: paths for name, paths in found.items() if len(paths) > 1}
    of_tasks = {path for part in (*TASKS, *TASK_PAGES) for path in modules(part.replace(".", "/"))}
    same = {
        name for name, paths in twice.items() if len({path.name for path in paths}) == 1 and paths <= of_tasks
    }
    assert {name: sorted(map(label, paths)) for name, paths in twice.items() if name not in same} == {}


# The only files that know what is not public in a library; each has a test, or fails when it is imported.
INSIDE_LIBRARIES = {
    "pages/ui/frame/streamlit_names.py",
    *(f"pages/ui/frame/server/{name}.py" for name in ("made_files", "kept_sessions", "upload_room")),
    "rnnkit/training/torch_names.py",
}


def not_public(path: Path) -> Iterator[str]:
    """What a file takes of a library that may move in any version of it."""
    for module in imports(path):
        first, *rest = module.split(".")
        if (
            (first == "streamlit" and rest)
            or module.startswith("torch.optim.")
            or any(name[0] == "_" for name in rest)
        ):
            yield module
    yield from (found for node in nodes(path) if re.match(r"torch\._[a-z]", found := dotted(node)))


def test_what_libraries_do_not_promise_is_used_in_few_files() -> None:
    """So that a new version of one is mended in one place."""
    found = faults(PRODUCT, lambda path: not_public(path) if label(path) not in INSIDE_LIBRARIES else ())
    assert found == {}


MOST_LINES, MOST_OF_A_FUNCTION, MOST_FILES = 400, 60, 20


def test_files_functions_and_folders_are_short() -> None:
    files = [path for path in PRODUCT if len(path.read_text("utf-8").splitlines()) > MOST_LINES]
    functions = [
        f"{label(path)}: {node.name}"
        for path in PRODUCT
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_OF_A_FUNCTION
    ]
    counted = Counter(label(path.parent) for path in PRODUCT if path.name != "__init__.py")
    folders = [name for name, number in counted.items() if number > MOST_FILES]
    assert (files, functions, folders) == ([], [], [])
