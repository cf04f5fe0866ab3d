"""Files that are not what they should be: each refused in one sentence, none makes anything run."""

import io
import json
import os
import random
import resource
import struct
import sys
import zipfile

import pytest
from safetensors.numpy import load, save

from rnnkit.bundle import Kept, read_kept
from rnnkit.bundle.archive import pack, unpack
from rnnkit.bundle.read import KNOWN, LARGEST_PARTS
from rnnkit.errors import RnnkitError
from rnnkit.files.safetensors_file import read_tensors
from tests.kept.models import FORECASTS, TEXTS

FOREIGN = "No model description; was it made by this app?"
PICKLE = "PyTorch pickle files can run code; export as .safetensors here."
MUTANTS = 5_000 if os.environ.get("FAULTS") == "full" else 800
WEIGHTS, PREDICTIONS = "model.safetensors", "predictions.safetensors"


def damage(part):
    return f"Damaged ({part}): this is not a whole model file; export it again."


def sentence_of(content):
    with pytest.raises(RnnkitError) as error:
        read_kept(content)
    text = str(error.value)
    assert 0 < len(text) <= 160
    assert text.isprintable()
    return text


def changed(file, **files):
    """The archive with some files replaced (`None` takes one out); a dot in a name is `__` here."""
    found = unpack(file, KNOWN)
    for name, content in files.items():
        found[name.replace("__", ".")] = content
    return pack({name: content for name, content in found.items() if content is not None})


def json_of(file, name, **values):
    """The archive with some values of a JSON file replaced."""
    known = json.loads(unpack(file, KNOWN)[name])
    return changed(file, **{name.replace(".", "__"): json.dumps(known | values).encode()})


def tensors_of(file, change, said=None, name=WEIGHTS):
    """The archive with other tensors, or with other words about them."""
    content = unpack(file, KNOWN)[name]
    arrays, metadata = load(content), dict(read_tensors(content).metadata) | (said or {})
    return changed(file, **{name.replace(".", "__"): save(change(arrays), metadata)})


def zipped(files, compression=zipfile.ZIP_DEFLATED):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return sink.getvalue()


def pickled():
    """What torch.save writes: a ZIP with a pickle in it that would run a command."""
    return zipped({"archive/data.pkl": b"cos\nsystem\n(S'true'\ntR."}, zipfile.ZIP_STORED)


def bomb():
    """64 KB that would be 64 MB."""
    return zipped({"settings.json": bytes(64_000_000)})


def nan(arrays):
    return arrays | {"head.bias": arrays["head.bias"] * float("nan")}


def wider(arrays):
    return arrays | {"head.bias": arrays["head.bias"].astype("float64")}


def more(arrays):
    return arrays | {"a": arrays["head.bias"]}


def transposed(arrays):
    return arrays | {"embed.weight": arrays["embed.weight"][:1]}


def of_settings(file, **values):
    """The archive with other settings inside the weights."""
    known = json.loads(read_tensors(unpack(file, KNOWN)[WEIGHTS]).metadata["config"])
    return tensors_of(file, lambda arrays: arrays, {"config": json.dumps(known | values)})


def twice(file):
    """Two files of one name: which one counts, readers do not agree."""
    files = list(unpack(file, KNOWN).items())
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(zipfile.ZipInfo(files[0][0]), files[0][1])
    return sink.getvalue()


def overlapping(file):
    """A directory whose second entry points at the file of the first."""
    start = file.rindex(b"PK\x05\x06")
    directory = struct.unpack_from("<L", file, start + 16)[0]
    second = file.index(b"PK\x01\x02", directory + 4)
    return file[: second + 42] + struct.pack("<L", 0) + file[second + 46 :]


def listed(file, place, values):
    """The archive with other bytes in the first line of its table of contents."""
    line = file.index(b"PK\x01\x02", struct.unpack_from("<L", file, file.rindex(b"PK\x05\x06") + 16)[0])
    return file[: line + place] + values + file[line + place + len(values) :]


def with_extra(file):
    """A file with something said beside it, which nobody would read."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        entry = zipfile.ZipInfo("README.md")
        entry.extra = struct.pack("<HH4s", 0xCAFE, 4, b"evil")
        archive.writestr(entry, unpack(file, KNOWN)["README.md"])
    return sink.getvalue()


def crowd(name="README.md", count=150_000):
    """A table of contents of so many lines, for each of which a reader makes an object."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *[0] * 9, len(name), *[0] * 6) + name.encode()
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, count * len(entry), 4, 0)
    return b"PK\x03\x04" + entry * count + end


# By the numbers of the list of bad inputs that the limits of this app were drawn from.
CASES = {
    "47 pickle": (lambda _: pickled(), PICKLE),
    "47 pickle before 2020": (
        lambda _: b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.",
        PICKLE,
    ),
    "48 renamed": (lambda _: b"once upon a time there was a file", "Not a safetensors file."),
    "50 bomb": (
        lambda _: bomb(),
        "settings.json is compressed or locked; import the file as it was exported.",
    ),
    "50 packed anew": (
        lambda file: zipped(unpack(file, KNOWN)),
        "README.md is compressed or locked; import the file as it was exported.",
    ),
    "52 empty": (lambda _: b"", damage("header")),
    "52 header only": (lambda _: b"PK\x03\x04", damage("length")),
    "52 header of weights": (
        lambda file: changed(file, model__safetensors=struct.pack("<Q", 2**63) + b"{}"),
        damage("header"),
    ),
    "53 cut off": (lambda file: file[:-1], damage("archive")),
    "53 cut in half": (lambda file: file[: len(file) // 2], damage("length")),
    "53 longer": (lambda file: file + b"PK", damage("archive")),
    "53 something before": (lambda file: b"\x00" + file, "Not a safetensors file."),
    "53 other bytes": (
        lambda file: file.replace(b"import", b"export", 1),
        damage("archive"),
    ),
    "54 locked": (
        lambda file: listed(file, 8, b"\x01"),
        "README.md is compressed or locked; import the file as it was exported.",
    ),
    "54 said to be longer": (
        lambda file: listed(file, 20, b"\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f"),
        damage("length"),
    ),
    "54 said to be smaller": (
        lambda file: listed(file, 24, b"\x01"),
        "README.md is compressed or locked; import the file as it was exported.",
    ),
    "54 something beside": (
        with_extra,
        "README.md is compressed or locked; import the file as it was exported.",
    ),
    "54 name that is no text": (
        lambda file: listed(listed(file, 8, b"\x00\x08"), 46, b"\xff"),
        damage("archive"),
    ),
    "54 overlap": (overlapping, damage("archive")),
    "55 twice": (
        twice,
        "Damaged (names): README.md stands in this file twice.",
    ),
    "56 one more": (lambda file: tensors_of(file, more), "Tensor a is not part of an LSTM 1x6."),
    "57 other zip": (lambda _: zipped({"mimetype": b"x"}, zipfile.ZIP_STORED), FOREIGN),
    "57 path": (lambda _: zipped({"../../predict.py": b"x"}, zipfile.ZIP_STORED), FOREIGN),
    "57 no settings": (
        lambda file: changed(file, settings__json=None),
        "settings.json is missing; import the file as it was exported.",
    ),
    "57 no scaler": (
        lambda file: changed(file, scaler__json=None),
        "scaler.json is missing; import the file as it was exported.",
    ),
    "57 bare weights": (
        lambda file: save(load(unpack(file, KNOWN)[WEIGHTS])),
        "Weights without their settings; use the model.zip that forecast --out or export writes.",
    ),
    "57 weights that say nothing": (lambda file: tensors_of(file, dict, {"config": ""}), FOREIGN),
    "57 bare model": (
        lambda file: unpack(file, KNOWN)[WEIGHTS],
        "This is a bare model; import the whole file of its run, which ends in .zip.",
    ),
    "58 too wide": (lambda file: of_settings(file, hidden_size=10**6), "Hidden size: whole number 1-512."),
    "58 other settings": (lambda file: json_of(file, "settings.json", seed=9), damage("settings")),
    "59 cell": (
        lambda file: of_settings(file, cell="os.system"),
        "Cell: one of rnn, gru, lstm, cnn, transformer.",
    ),
    "59 newer": (
        lambda file: json_of(file, "summary.json", version=99),
        "Made by a newer version (99); this is 1.",
    ),
    "59 newer weights": (
        lambda file: tensors_of(file, dict, {"rnnkit": "99"}),
        "Made by a newer version (99); this is 2.",
    ),
    "60 other shape": (
        lambda file: tensors_of(file, transposed),
        "embed.weight: 1x3 found, 6x3 expected.",
    ),
    "61 not finite": (
        lambda file: tensors_of(file, nan),
        "Contains 3 non-finite weights; train the model again.",
    ),
    "62 other type": (lambda file: tensors_of(file, wider), "head.bias: F64 found, F32 expected."),
    "64 another site": (lambda _: save({"embeddings.weight": load_one()}, {"format": "pt"}), FOREIGN),
    "65 too large": (lambda _: bytes(10_000_001), "Larger than 10 MB."),
    "scaler": (lambda file: json_of(file, "scaler.json", factors=[1.0]), damage("scaler")),
    "scaler that is not one": (lambda file: json_of(file, "scaler.json", lines=[]), damage("scaler")),
    "recipe": (lambda file: json_of(file, "recipe.json", run="rm"), damage("recipe")),
    "recipe with a rule": (
        lambda file: json_of(file, "recipe.json", styles={"y": {"drop": "(a+)+$"}}),
        damage("recipe"),
    ),
    "summary": (lambda file: json_of(file, "summary.json", evil=1), damage("summary")),
    **{
        f"many ones in {name}": (
            lambda file, name=name: changed(file, **{name.replace(".", "__"): ones(9_000_000)}),
            f"{name} is larger than {most} MB.",
        )
        for name, most in (("settings.json", 1), ("summary.json", 1), ("recipe.json", 1), ("scaler.json", 4))
    },
    "more pace than any run": (
        lambda file: json_of(file, "summary.json", pace=[[1, 1]] * 10_001),
        damage("summary"),
    ),
    "summary of deep lists": (
        lambda file: changed(file, summary__json=b"[" * 100_000),
        damage("summary"),
    ),
    "tables": (lambda file: json_of(file, "frames.json", test={}), damage("tables")),
    "more tables": (lambda file: json_of(file, "frames.json", evil={}), damage("tables")),
    "predictions": (lambda file: tensors_of(file, nan_values, name=PREDICTIONS), damage("predictions")),
    "more predictions": (lambda file: tensors_of(file, doubled, name=PREDICTIONS), damage("predictions")),
}


def ones(size):
    """A list of so many bytes: the smallest way to make a reader of JSON build a value."""
    return b"[" + b"1," * (size // 2) + b"1]"


def load_one():
    import numpy as np

    return np.zeros((5, 5), np.float16)


def nan_values(arrays):
    return arrays | {"values": arrays["values"] * float("nan")}


def doubled(arrays):
    return arrays | {"future": arrays["future"][:1]}


@pytest.mark.parametrize("number", CASES)
def test_refused_in_one_sentence(made, number):
    make, sentence = CASES[number]
    assert sentence_of(make(made("lstm"))) == sentence


def test_a_crowd_of_names_costs_no_memory():
    content = crowd()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sentence_of(content) == FOREIGN
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kilobytes


def test_a_vocabulary_must_be_that_of_the_weights(made):
    """63: and its symbols must be few, all different, and texts."""
    file = made("char")
    symbols = json.loads(unpack(file, KNOWN)["vocabulary.json"])["symbols"]
    for wrong in (symbols[::-1], ["a"] * 500_000, list(range(len(symbols))), [symbols[0]] * len(symbols)):
        assert sentence_of(json_of(file, "vocabulary.json", symbols=wrong)).startswith(
            ("Damaged (vocabulary)", "The vocabulary holds a symbol twice.")
        )


def test_ids_that_are_no_symbols_are_refused(made):
    far = lambda arrays: arrays | {"ids": arrays["ids"] + 0.5}  # noqa: E731
    assert sentence_of(tensors_of(made("char"), far, name=PREDICTIONS)) == damage("predictions")


@pytest.fixture
def nothing_runs():
    """Note everything that would run code, open a file to write or reach out, while a test reads files."""
    seen, watching = [], [True]
    watched = (
        "exec",
        "compile",
        "subprocess",
        "os.system",
        "socket.connect",
        "os.remove",
        "shutil",
        "pickle",
    )

    def watch(event, arguments):
        if watching[0] and event.startswith(watched):
            seen.append((event, str(arguments)[:100]))

    sys.addaudithook(watch)  # cannot be taken back, only told to look away
    yield seen
    watching[0] = False


def test_the_canary_sings(nothing_runs):
    eval("1 + 1")
    assert {event for event, _ in nothing_runs} >= {"compile", "exec"}


def mutant(rng, file):
    """The file with some bytes changed, cut, doubled or exchanged; often with checksums that fit again."""
    kind = rng.randrange(6)
    if kind == 0:  # bytes anywhere
        content = bytearray(file)
        for _ in range(rng.randint(1, 4)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        return bytes(content)
    if kind == 1:  # cut off, or something more
        return (
            file[: rng.randrange(len(file))]
            if rng.random() < 0.5
            else file + rng.randbytes(rng.randint(1, 40))
        )
    files = unpack(file, KNOWN)
    names = list(files)
    one, other = rng.choice(names), rng.choice(names)
    if kind == 2:  # contents exchanged
        files[one], files[other] = files[other], files[one]
    elif kind == 3:  # one left out, or taken from another place
        files[one] = b"" if rng.random() < 0.5 else files.pop(other)
    else:  # the inside of one changed, in its first part more often than not
        content = bytearray(files[one])
        for _ in range(rng.randint(1, 3)):
            place = rng.randrange(min(len(content), rng.choice((200, 2_000, 10**9))))
            content[place : place + rng.randint(0, 2)] = rng.randbytes(rng.randint(0, 2))
        files[one] = bytes(content)
    return pack(files)


def kept_or_sentence(content):
    try:
        return read_kept(content)
    except RnnkitError as error:
        return str(error)


def test_broken_files_run_nothing(made, nothing_runs):
    """Each is refused in one line, or loaded as a sound model with other numbers; never anything else."""
    files = [made(kind) for kind in (*FORECASTS, *TEXTS)]
    for file in files:  # so that what is loaded on first use is loaded
        read_kept(file)
    nothing_runs.clear()
    rng = random.Random(0)
    sound = 0
    for number in range(MUTANTS):
        answer = kept_or_sentence(mutant(rng, rng.choice(files)))
        sound += isinstance(answer, Kept)
        assert isinstance(answer, Kept) or (0 < len(answer) <= 160 and answer.isprintable()), number
    assert nothing_runs == []
    assert 0 < sound < MUTANTS // 2


@pytest.mark.parametrize(
    ("name", "start", "item"),
    [
        ("summary.json", b"[", b"1,"),
        ("scaler.json", b'{"lines":[', b"1,"),
        ("vocabulary.json", b'{"symbols":[', b"1,"),
        ("frames.json", b'{"curve":{"step":{"kind":"number","values":[', b'"",'),
    ],
)
def test_wrong_values_are_not_all_listed(made, name, start, item):
    """A list that is wrong from end to end does not take the memory of a host: one problem ends it."""
    file = made("lstm" if name == "scaler.json" else "char")
    size = int(LARGEST_PARTS[name] * 1_000_000) - 100
    close = b"}" * (start.count(b"{") - start.count(b"}"))
    content = start + item * ((size - len(start)) // len(item)) + item.rstrip(b",") + b"]" + close
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sentence = sentence_of(changed(file, **{name.replace(".", "__"): content}))
    assert sentence.startswith("Damaged (")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kilobytes
