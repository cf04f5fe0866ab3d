"""The quick ways compute what torch's own layers compute, forward and back, and are chosen by the machine."""

import copy
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest
import torch
from torch import nn

from rnnkit.errors import ConfigError
from rnnkit.networks.recurrent import KERNELS, Recurrent, stock
from rnnkit.quick import build as building
from rnnkit.quick import layers, library
from rnnkit.quick.build import build
from rnnkit.quick.layers import Quick, find_engine, quicken
from rnnkit.quick.library import CORE
from rnnkit.quick.loops import Loops
from rnnkit.quick.native import Native

BUILT = build()
needs_kernel = pytest.mark.skipif(BUILT is None, reason="no compiler of C++")
NAMES = [pytest.param("loops"), pytest.param("kernel", marks=needs_kernel)]
CELLS = [("rnn", "tanh"), ("rnn", "relu"), ("gru", "tanh"), ("lstm", "tanh")]
gains = Native.gains


@pytest.fixture(autouse=True)
def _all_by_the_engine(monkeypatch):
    """Also what gains nothing by it."""
    monkeypatch.setattr(Native, "gains", lambda *_, **__: True)


def engine_of(name):
    return Loops() if name == "loops" else Native(BUILT)


def made(cell, activation="tanh", hidden=6, dtype=torch.float32, **more):
    torch.manual_seed(0)
    return Recurrent(cell, 3, hidden, activation=activation, **more).to(dtype)


def some_states(network, rows, dtype):
    layer = network.layers[0]
    ways = 2 if layer.bidirectional else 1
    one = torch.randn(2, ways, rows, layer.hidden_size, dtype=dtype)
    states = [part.clone().requires_grad_() for part in one]
    return tuple(states) if layer.mode == "LSTM" else states[0]


def results(network, x, state, wanted):
    """All that a network gives, and the gradients of all that goes in, as `wanted` uses the outputs."""
    outputs, after = network.read(x, [state] * len(network.layers))
    ends = after[-1] if isinstance(after[-1], tuple) else (after[-1],)
    used = ([outputs] if "outputs" in wanted else []) + (list(ends) if "ends" in wanted else [])
    weighed = sum((part * torch.linspace(-1, 1, part.numel()).view(part.shape)).sum() for part in used)
    first = state if isinstance(state, tuple) else (state,)
    found = torch.autograd.grad(weighed, [x, *first, *network.parameters()], allow_unused=True)
    return outputs, *ends, *(torch.zeros(1) if one is None else one for one in found)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("cell", "activation"), CELLS)
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("bias", [False, True])
def test_states_and_gradients_are_those_of_torch(name, cell, activation, bidirectional, bias):
    """For sizes that fill no vector and more rows than a block, and whatever of the outputs is used."""
    for hidden, rows, wanted in ((5, 3, "outputs"), (37, 19, "ends"), (64, 33, "outputs and ends")):
        network = made(cell, activation, hidden, bidirectional=bidirectional, bias=bias)
        x = torch.randn(rows, 7, 3, requires_grad=True)
        state = some_states(network, rows, torch.float32)
        expected = results(network, x, state, wanted)
        network.kernel = Quick(engine_of(name), half=False)
        for ours, theirs in zip(results(network, x, state, wanted), expected, strict=True):
            size = max(1.0, theirs.abs().max().item())
            torch.testing.assert_close(ours / size, theirs / size, atol=1e-5, rtol=0)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("cell", "activation"), CELLS)
def test_gradients_pass_the_check_by_differences(name, cell, activation):
    network = made(cell, activation, hidden=4, dtype=torch.float64)
    network.kernel = Quick(engine_of(name), half=False)
    x = torch.randn(3, 5, 3, dtype=torch.float64, requires_grad=True)
    state = some_states(network, 3, torch.float64)
    first = state if isinstance(state, tuple) else (state,)

    def run(x, *parts):
        outputs, after = network.read(x, [parts[: len(first)] if len(first) > 1 else parts[0]])
        return outputs, *(after[0] if isinstance(after[0], tuple) else after)

    assert torch.autograd.gradcheck(run, (x, *first, *network.parameters()))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cell", list(KERNELS))
def test_padding_changes_nothing(name, cell):
    network = made(cell, bidirectional=True, num_layers=2)
    x, lengths = torch.randn(4, 9, 3), torch.tensor([9, 1, 5, 8])
    expected = network.read_padded(x, lengths)[1]
    network.kernel = Quick(engine_of(name), half=False)
    torch.testing.assert_close(network.read_padded(x, lengths)[1], expected)


def with_threads(cell):
    """What the kernel computes forward and back with one, two and three threads, as bytes."""
    Native.gains = lambda *_, **__: True
    network = made(cell, hidden=40)
    network.kernel = Quick(Native(BUILT), half=False)
    x, found = torch.randn(50, 6, 3, requires_grad=True), []
    for number in (1, 2, 3):
        torch.set_num_threads(number)
        outputs = network(x)[0]
        gradient = torch.autograd.grad(outputs.square().sum(), x)[0]
        found.append((outputs.detach().numpy().tobytes(), gradient.numpy().tobytes()))
    return found


@needs_kernel
def test_the_number_of_threads_changes_no_bit():
    """In a process of its own: one with threads can no longer be forked, which other tests do."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        for one, two, three in pool.map(with_threads, list(KERNELS), timeout=120):
            assert one == two == three


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("cell", list(KERNELS))
def test_sixteen_bits_are_near_and_only_while_it_learns(name, cell, monkeypatch):
    """A bfloat16 keeps 8 binary digits: each product is wrong by a 256th of its size at most."""
    network = made(cell, hidden=96)
    x = torch.randn(40, 5, 3)
    expected = network(x)[0]
    network.kernel = Quick(engine_of(name), half=True)
    near = network(x)[0]
    torch.testing.assert_close(near, expected, atol=0.02, rtol=0)
    network.eval()
    torch.testing.assert_close(network(x)[0], expected)
    with torch.no_grad():
        torch.testing.assert_close(network.train()(x)[0], expected)


@needs_kernel
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize(
    ("cell", "hidden", "told"),
    [("gru", 16, True), ("gru", 16, False), ("rnn", 24, True), ("lstm", 16, True), ("lstm", 24, False)],
)
def test_where_nobody_goes_back_some_rows_are_read_at_a_time(cell, hidden, told, bidirectional, monkeypatch):
    """Sizes of pieces that divide the rows and that do not; never more rows than are to be kept."""
    network = made(cell, hidden=hidden, bidirectional=bidirectional)
    x = torch.randn(27, 6, 3)
    state = some_states(network, 27, torch.float32) if told else None
    expected = network.read(x, [state] if told else None)
    kernel, mode = Native(BUILT), network.layers[0].mode
    rows, ahead = [], kernel.ahead
    monkeypatch.setattr(
        kernel, "ahead", lambda way, x, *more: (rows.append(x.shape[1]), ahead(way, x, *more))
    )
    network.kernel = Quick(kernel, half=True)
    for most in (9, 10, 100):
        monkeypatch.setattr(layers, "KEPT", most * layers.LEFT_BEHIND[mode] * hidden * 6 * 4)
        with torch.no_grad():
            outputs, (after,) = network.read(x, [state] if told else None)
        torch.testing.assert_close((outputs, after), (expected[0], expected[1][0]), atol=1e-5, rtol=0)
        assert max(rows) <= min(most, 27)
        rows.clear()


@needs_kernel
def test_where_too_few_rows_could_be_kept_torchs_own_layer_reads(monkeypatch):
    network = made("gru", hidden=16)
    x = torch.randn(9, 6, 3)
    with torch.no_grad():
        expected = network(x)[0]
        network.kernel = Quick(Native(BUILT), half=False)
        monkeypatch.setattr(layers, "KEPT", 1)
        assert torch.equal(network(x)[0], expected)


@pytest.mark.parametrize("name", NAMES)
def test_two_ways_back_through_one_way_ahead_are_the_same(name):
    network = made("gru", hidden=16)
    network.kernel = Quick(engine_of(name), half=False)
    x = torch.randn(4, 6, 3, requires_grad=True)
    loss = network(x)[1].square().sum()
    once, again = (torch.autograd.grad(loss, x, retain_graph=True)[0] for _ in range(2))
    assert torch.equal(once, again)


@needs_kernel
@pytest.mark.parametrize(
    ("vectors", "shape", "ours"),
    [
        (32, (16, 32, 64), True),
        (64, (16, 32, 64), False),
        (16, (16, 32, 64), False),
        (32, (16, 9, 136), False),
        (32, (15, 40, 64), False),
        (32, (16, 28, 64), False),
    ],
)
def test_an_lstm_with_32_bits_is_torchs_own_where_the_kernel_gains_nothing(vectors, shape, ours, monkeypatch):
    """There it must not lose: while it learns and where it is only read."""
    monkeypatch.setattr(Native, "gains", gains)
    rows, steps, hidden = shape
    network, x = made("lstm", hidden=hidden), torch.randn(rows, steps, 3)
    engine, seen = Native(BUILT), []
    ahead, engine.vectors = engine.ahead, vectors
    monkeypatch.setattr(engine, "ahead", lambda *given: (seen.append(1), ahead(*given)))
    expected = network(x)[0]
    network.kernel = Quick(engine, half=False)
    with torch.no_grad():
        read = network(x)[0]
    for found in (network(x)[0], read):
        torch.testing.assert_close(found, expected)
    assert len(seen) == (2 if ours else 0)


@needs_kernel
def test_the_kernel_says_how_wide_its_vectors_are():
    assert Native(BUILT).vectors in (16, 32, 64)


@needs_kernel
def test_a_number_that_is_none_stays_none():
    network = made("lstm", hidden=16)
    network.kernel = Quick(Native(BUILT), half=False)
    x = torch.zeros(1, 3, 3)
    x[0, 1] = torch.nan
    assert network(x)[0].isnan().any(dim=-1).tolist() == [[False, True, True]]


def test_what_computes_layers_is_chosen_by_the_environment(monkeypatch):
    network = nn.Sequential(made("gru"))
    monkeypatch.setenv(CORE, "stock")
    assert quicken(network) == "stock"
    assert network[0].kernel is stock
    monkeypatch.setenv(CORE, "loops")
    assert quicken(network) == "loops"
    assert isinstance(network[0].kernel.engine, Loops)
    assert copy.deepcopy(network)[0].kernel is network[0].kernel
    monkeypatch.setenv(CORE, "gpu")
    with pytest.raises(ConfigError, match="RNNKIT_CORE must be one of auto, kernel, loops, stock, not 'gpu'"):
        quicken(network)


def test_without_a_compiler_loops_do_it_and_a_kernel_that_is_demanded_is_refused(monkeypatch):
    monkeypatch.setattr(library, "ready", lambda: None)
    monkeypatch.setattr(library, "build", lambda: None)
    monkeypatch.setenv(CORE, "auto")
    assert isinstance(find_engine(), Loops)
    monkeypatch.setenv(CORE, "kernel")
    with pytest.raises(ConfigError, match="install a C\\+\\+ compiler, or unset RNNKIT_CORE"):
        find_engine()


def test_nothing_is_built_for_a_run_nor_where_memory_is_short(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(building, "_place", building._place.__wrapped__)
    monkeypatch.setattr(building, "compile_to", lambda built, _: str(built.write_bytes(b"")))
    monkeypatch.setattr(building, "memory_free", lambda: building.LEAST_BYTES - 1)
    assert (building.ready(), building.build(), building.ready()) == (None, None, None)


def test_without_a_compiler_nobody_asks_for_a_folder(monkeypatch):
    """As on Windows, which knows no owner of a folder by a number."""
    monkeypatch.setattr(building, "_place", building._place.__wrapped__)
    monkeypatch.setattr(building, "find_compiler", lambda: ())
    monkeypatch.delattr("os.getuid")
    assert (building.ready(), building.build()) == (None, None)


def test_a_compiler_may_be_more_than_one_word(monkeypatch):
    """As with a cache before it; who names none, or one that is not there, gets what is on the path."""
    paths = {"ccache": "/bin/ccache", "c++": "/bin/c++"}
    monkeypatch.setattr("shutil.which", paths.get)
    monkeypatch.setattr("sys.platform", "linux")
    for named, found in (("ccache g++ -m64", ("/bin/ccache", "g++", "-m64")), ("icx", ("/bin/c++",))):
        monkeypatch.setenv("CXX", named)
        assert building.find_compiler() == found
    monkeypatch.delenv("CXX")
    paths.clear()
    assert building.find_compiler() == ()


def test_a_compiler_that_cannot_be_started_ends_no_training(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(building, "_place", building._place.__wrapped__)
    monkeypatch.setattr(building, "find_compiler", lambda: (str(tmp_path / "gone"),))
    assert (building.ready(), building.build()) == (None, None)
