"""What travels along for people and for Python: a page to read, and programs that need nothing of ours."""

from collections.abc import Iterator

from rnnkit.bundle.models import bundle_of
from rnnkit.bundle.network_source import ROOT, network_source
from rnnkit.files.kept import Kept
from rnnkit.metrics import METRICS, known_metrics
from rnnkit.words import t

MAIN = '"""So that `python FILE.zip` works: the same as `python predict.py` among the unpacked files."""\n\n'
MAIN += "from predict import main\n\nmain()\n"
MEANINGS = {
    "model.safetensors": t("the weights; settings and units once more in its metadata"),
    "settings.json": t(
        "all settings; `python -m rnnkit {task} DATA --settings settings.json` trains it again"
    ),
    "summary.json": t("scores beside the baselines, verdict, fingerprint of the data, versions, seed"),
    "frames.json": t("the tables behind the charts"),
    "predictions.safetensors": t("stored inputs and what the network answered, to be compared"),
    "predict.py": t("uses the model"),
    "network.py": t("the network"),
    "clean.py": t("the recipe as pandas code"),
}


def extras(kept: Kept) -> dict[str, bytes]:
    """The files of an archive that only people and Python read."""
    bundle = bundle_of(kept)
    code = {
        "predict.py": (ROOT / bundle.program).read_text("utf-8"),
        "network.py": network_source(bundle.sources),
        "__main__.py": MAIN,
        **bundle.code(kept.parts),
    }
    text = "\n".join(readme(kept, code)) + "\n"
    return {"README.md": text.encode()} | {name: source.encode() for name, source in code.items()}


def readme(kept: Kept, code: dict[str, str]) -> Iterator[str]:
    """What this is, what it is worth, and how to use it."""
    about = kept.about
    yield f"# {plain(about.label) or kept.task}"
    yield ""
    yield t("A recurrent network, trained by RNN playground on {name}.", name=plain(about.source.name))
    yield plain(about.summary.verdict.sentence)
    yield ""
    yield t(
        "Needs Python with {names}. In this folder, or with the file itself:", names=bundle_of(kept).needs
    )
    yield ""
    yield f"```sh\n{bundle_of(kept).usage.format(name='predict.py')}```"
    yield ""
    yield from _scores(kept)
    if about.summary.beyond:
        yield f"{plain(about.summary.beyond)}\n"
    yield t(
        "Made with {versions}.", versions=", ".join(f"{k} {v}" for k, v in about.summary.versions.items())
    )
    yield ""
    names = {**code, "settings.json": "", "summary.json": "", "frames.json": "", "model.safetensors": ""}
    present = {*names, *kept.parts, "predictions.safetensors"}
    meanings = MEANINGS | {part.name: part.meaning for part in bundle_of(kept).parts}
    yield from (
        f"- `{name}`: {meaning.format(task=kept.task)}"
        for name, meaning in meanings.items()
        if name in present
    )


def _scores(kept: Kept) -> Iterator[str]:
    """The scores beside the baselines, as a table."""
    metrics = kept.about.summary.metrics
    names = known_metrics(metrics.values())
    yield "| | " + " | ".join(METRICS[name].heading for name in names) + " |"
    yield "|---" * (len(names) + 1) + "|"
    for method, scores in metrics.items():
        cells = (METRICS[name].written(scores.get(name)) for name in names)
        yield f"| {plain(method)} | " + " | ".join(cells) + " |"
    yield ""


def plain(text: str) -> str:
    """Foreign text on one line, without the signs that mean something in Markdown."""
    return "".join(letter for letter in " ".join(text.split()) if letter not in "`*_[]<>|#\\")
