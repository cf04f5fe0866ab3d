"""Model files: they come back as they were, and everything else is refused in one sentence (47 to 65)."""

import io
import json
import random
import struct
import zipfile

import numpy as np
import pytest
from safetensors.numpy import load, save

from rnnkit.bundle.models import read_model, write_model
from rnnkit.config import (
    parse,
)
from rnnkit.data import Vocabulary
from rnnkit.errors import DataError, RnnkitError
from rnnkit.files.model_file import CONFIG_KEY, VERSION_KEY, VOCABULARY_KEY
from rnnkit.files.safetensors_file import LARGEST, read_tensors
from rnnkit.tasks.text.generation import Generator
from rnnkit.tasks.text.kept.bundle import read_generator
from rnnkit.tasks.text.settings import ResolvedText, text_shapes

VOCABULARY = Vocabulary.fit("the quick brown fox\n 床前明月光")
FUZZED = 2_000


def config_of(**settings):
    asked = {"hidden_size": 16, "embedding_size": 3, "max_vocabulary": 50, "dropout": 0.1}
    return parse(ResolvedText, asked | {"learning_rate": 0.01, "batch_size": 2} | settings)


def arrays_of(config, vocabulary=VOCABULARY):
    rng = np.random.default_rng(0)
    wanted = text_shapes(config, len(vocabulary))
    return {name: rng.normal(size=shape).astype(np.float32) for name, shape in wanted.items()}


CONFIG = config_of()
ARRAYS = arrays_of(CONFIG)
FILE = write_model(save(ARRAYS), CONFIG, VOCABULARY, {"title": "A fox"})
SAID = dict(read_tensors(FILE).metadata)
FIRST = "recurrent.layers.0.weight_ih_l0"


def with_header(header, numbers=b""):
    """A file with this header, which may be anything."""
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(raw)) + raw + numbers


def entry(*shape, at=(0, 4), dtype="F32"):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": list(at)}


def changed(arrays=None, **said):
    """Our file with other tensors or other things said about it."""
    return save(ARRAYS | (arrays or {}), SAID | said)


def configured(**settings):
    return changed(**{CONFIG_KEY: json.dumps(CONFIG.model_dump(mode="json") | settings)})


def vocabulary_of(**values):
    return changed(**{VOCABULARY_KEY: json.dumps(VOCABULARY.model_dump(mode="json") | values)})


REDUCE = b"\x80\x02cposix\nsystem\nq\x00X\x04\x00\x00\x00trueq\x01\x85q\x02Rq\x03."  # runs when it is loaded
LEGACY = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03."  # how torch.save began until 2020


def zipped(size=10):
    """A file as `torch.save` writes it: a zip with a pickle inside."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", b"cos\nsystem\n(S'true'\ntR.")
        archive.writestr("archive/data/0", bytes(size))
    return file.getvalue()


PICKLE = "PyTorch pickle files can run code; export as .safetensors here."
FOREIGN = "No model description; was it made by this app?"


def damage(part):
    return f"Damaged ({part}): this is not a whole model file; export it again."


REFUSED = {
    "47": (zipped(), PICKLE),
    "47 reduce": (REDUCE, PICKLE),
    "48": (b"once upon a time there was a file", "Not a safetensors file."),
    "48 zip": (zipped().replace(b"data.pkl", b"sheet.xml"), "Not a safetensors file."),
    "49": (LEGACY, PICKLE),
    "50": (zipped(60_000_000), PICKLE),
    "51": (zipped(1_500), PICKLE),
    "52 empty": (b"", damage("header")),
    "52 short": (b"\x02\0\0\0\0\0\0", damage("header")),
    "52 nothing behind": (struct.pack("<Q", 2), damage("header")),
    "52 huge": (struct.pack("<Q", 2**63) + b"{}", damage("header")),
    "52 claim": (struct.pack("<Q", 200_000_000) + b"{}" + bytes(5_000_000), damage("header")),
    "52 no json": (with_header(b"{no json}"), damage("header")),
    "52 no text": (with_header(b'{"\xff": 1}'), damage("header")),
    "52 deep": (with_header(b'{"a":' + b"[" * 1_000_000), damage("header")),
    "52 long number": (with_header(b'{"a":' + b"9" * 10_000 + b"}"), damage("header")),
    "52 metadata": (with_header({"__metadata__": {"rnnkit": 1}}), damage("header")),
    "53 cut off": (FILE[:-1], damage("length")),
    "53 longer": (FILE + b"PK", damage("length")),
    "54 overlap": (with_header({"a": entry(1), "b": entry(1, at=(2, 6))}, bytes(6)), damage("layout")),
    "54 hole": (with_header({"a": entry(1), "b": entry(1, at=(8, 12))}, bytes(12)), damage("layout")),
    "54 negative": (with_header({"a": entry(-1, -1)}, bytes(4)), damage("layout")),
    "54 overflow": (with_header({"a": entry(2**40, 2**40)}, bytes(4)), damage("layout")),
    "54 more overflow": (with_header({"a": entry(2**70)}, bytes(4)), damage("layout")),
    "54 backwards": (with_header({"a": entry(0, at=(4, 0))}, bytes(4)), damage("layout")),
    "54 words": (with_header({"a": entry("1")}, bytes(4)), damage("layout")),
    "54 more": (with_header({"a": entry(1) | {"strides": [0]}}, bytes(4)), damage("layout")),
    "55": (
        with_header(b'{"a":{},"\\u0061":{}}'),
        "Damaged (names): a stands in this file twice.",
    ),
    "56": (
        changed({"a": np.zeros((0, 10**15), np.float32)}),
        "Tensor a is not part of an LSTM 1x16.",
    ),
    "56 missing": (
        save({name: array for name, array in ARRAYS.items() if name != "bias"}, SAID),
        "Tensor bias of an LSTM 1x16 is missing.",
    ),
    "57": (save(ARRAYS), FOREIGN),
    "57 another task": (configured(task="chess"), FOREIGN),
    "57 no json": (changed(**{CONFIG_KEY: "{"}), FOREIGN),
    "57 version": (changed(**{VERSION_KEY: "9" * 5_000}), FOREIGN),
    "58": (configured(hidden_size=10**6), "Hidden size: whole number 1-1,024."),
    "58 dropout": (configured(dropout=7), "Dropout: number from 0 to 1."),
    "58 true": (configured(num_layers=True), "Layers: whole number 1-4."),
    "58 too many": (
        configured(hidden_size=1024, num_layers=4, bidirectional=True),
        "About 84 M weights; limit 8 M - try hidden size 128 and 2 layers.",
    ),
    "58 open": (configured(hidden_size=None), "Hidden size: input should be a valid integer."),
    "59 cell": (configured(cell="os.system"), "Cell: one of rnn, gru, lstm."),
    "59 setting": (
        configured(run="rm"),
        "Made by another version of this app. There is no setting called run.",
    ),
    "59 version": (changed(**{VERSION_KEY: "99"}), "Made by a newer version (99); this is 2."),
    "60": (
        save(arrays_of(config_of(cell="gru")), SAID),
        f"{FIRST}: 48x3 found, 64x3 expected.",
    ),
    "61": (
        changed({"bias": np.array([np.nan, np.inf, -np.inf, np.nan] + [0] * 18, np.float32)}),
        "Contains 4 non-finite weights; train the model again.",
    ),
    "62": (changed({"bias": ARRAYS["bias"].astype(np.float64)}), "bias: F64 found, F32 expected."),
    "62 half": (changed({"bias": ARRAYS["bias"].astype(np.float16)}), "bias: F16 found, F32 expected."),
    "63 none": (
        save(ARRAYS, {key: text for key, text in SAID.items() if key != VOCABULARY_KEY}),
        "The model has no vocabulary; export it again.",
    ),
    "63 long": (vocabulary_of(symbols=["a"] * 500_000), "symbols: "),
    "63 twice": (vocabulary_of(symbols=["a"] * 26), "The vocabulary holds a symbol twice."),
    "63 numbers": (vocabulary_of(symbols=list(range(26))), "symbols: "),
    "63 newer": (vocabulary_of(version=99), "Made by a newer version (99); this is 1."),
    "64": (save({"embeddings.weight": np.zeros((5, 5), np.float16)}, {"format": "pt"}), FOREIGN),
    "65": (bytes(LARGEST + 1), "Larger than 36 MB."),
}


@pytest.mark.parametrize("number", REFUSED)
def test_refused_in_one_sentence(number):
    content, sentence = REFUSED[number]
    with pytest.raises(RnnkitError) as error:
        read_model(content)
    assert str(error.value).startswith(sentence)
    assert len(str(error.value)) <= 160
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "settings",
    [
        {"cell": "rnn", "num_layers": 2, "layer_norm": True},
        {"cell": "gru", "bidirectional": True},
        {"tied": True, "attention": True},
    ],
    ids=str,
)
def test_what_is_written_comes_back(settings):
    config = config_of(**settings)
    arrays = arrays_of(config)
    model = read_model(write_model(save(arrays), config, VOCABULARY, {"title": "A fox", "notes": "床"}))
    assert (model.config, model.vocabulary) == (config, VOCABULARY)
    assert model.extra == {"title": "A fox", "notes": "床"}
    assert set(model.weights) == set(arrays)
    assert all(np.array_equal(model.weights[name], arrays[name]) for name in arrays)


def test_the_same_model_is_the_same_bytes_and_any_reader_reads_them():
    again = write_model(save(ARRAYS), CONFIG, VOCABULARY, {"title": "A fox"})
    assert again == FILE
    assert all(np.array_equal(array, ARRAYS[name]) for name, array in load(FILE).items())


def test_a_file_read_and_written_again_is_the_same():
    model = read_model(FILE)
    assert write_model(save(dict(model.weights)), model.config, model.vocabulary, model.extra) == FILE


def test_a_model_from_its_file_writes_what_it_wrote_before():
    before = Generator(ARRAYS, CONFIG, VOCABULARY).write("the", 1.0, length=100, seed=3)
    assert read_generator(FILE).write("the", 1.0, length=100, seed=3) == before


def test_what_could_not_be_read_is_not_written():
    with pytest.raises(DataError, match="non-finite"):
        write_model(save(ARRAYS | {"bias": ARRAYS["bias"] * np.nan}), CONFIG, VOCABULARY)
    with pytest.raises(DataError, match="no vocabulary"):
        write_model(save(ARRAYS), CONFIG)


def answer(content):
    """The model, or the one sentence of its refusal."""
    try:
        return read_model(content)
    except RnnkitError as error:
        return str(error)


def test_thousands_of_broken_files_are_refused_in_one_sentence_or_sound():
    """Bytes of header and description changed, put in, taken out: never anything but the errors of ours."""
    rng = random.Random(0)
    start = read_tensors(FILE).start
    sound = 0
    for number in range(FUZZED):
        content = bytearray(FILE)
        for _ in range(rng.randint(1, 3)):
            place = rng.randrange(start)
            content[place : place + rng.randint(0, 2)] = rng.randbytes(rng.randint(0, 2))
        model = answer(bytes(content))
        if isinstance(model, str):
            assert 0 < len(model) <= 160, number
            assert model.isprintable(), number
            continue
        sound += 1
        assert set(model.weights) == set(text_shapes(model.config, len(model.vocabulary))), number
    assert sound < FUZZED // 4
