"""The experiments of the lessons, beside figures worked out by hand or in another way."""

import numpy as np
import pytest

from rnnkit.inspect.gradient_flow import gradient_flow
from rnnkit.lessons import (
    attention,
    both_ways,
    clipping,
    gates,
    gradients,
    idea,
    learning,
    shapes,
    shared,
    unrolled,
    wave,
)
from rnnkit.numpy_rnn import CELLS, start
from rnnkit.numpy_rnn.attention import draw


def test_a_pulse_in_a_loop_by_hand() -> None:
    silent, weak, strong = (idea.remembered(loop).figures for loop in (0.0, 0.5, 2.0))
    assert (silent["kept"], silent["second"], silent["last"]) == (1, 0, 0)
    # tanh 1 = 0.761594, tanh 0.380797 = 0.363399, tanh 0.181700 = 0.179726, tanh 0.089863 = 0.089622.
    assert weak["first"] == pytest.approx(0.761594, abs=1e-6)
    assert weak["second"] == pytest.approx(0.363399, abs=1e-6)
    assert weak["kept"] == 3
    # With a loop of 2 the state rests where h = tanh(2h).
    assert strong["last"] == pytest.approx(0.957504, abs=1e-5)
    assert strong["kept"] == 20


def test_a_change_travels_forward_only() -> None:
    w = start(CELLS["rnn"], 1, unrolled.UNITS, 1, unrolled.SEED)
    inputs = np.random.default_rng(unrolled.SEED).standard_normal(unrolled.STEPS)

    def run(xs):
        h, states = np.zeros(unrolled.UNITS), []
        for x in xs:
            h = np.tanh(w.W_xh[:, 0] * x + w.W_hh @ h + w.b_h)
            states.append(h)
        return np.array(states)

    for step in range(2, 8):
        found = unrolled.moved(step)
        moved = np.linalg.norm(run(inputs + (np.arange(1, 9) == step)) - run(inputs), axis=1)
        assert found.picture.frame()["moved by"].tolist()[8:] == pytest.approx(moved.tolist())
        assert (found.figures["before"], found.figures["after"]) == (0, 8 - step)
        assert (found.figures["own"], found.figures["last"]) == pytest.approx((moved[step - 1], moved[-1]))


def test_shared_weights_by_hand() -> None:
    found = shared.later(7)
    assert found.figures["shared"] == 4 * 1 + 4 * 4 + 4  # input, state, bias
    assert found.figures["own"] == 20 * 24
    assert found.figures["shared_apart"] == 0
    table = found.picture.frame()
    early, late, own = (table.iloc[:, column] for column in (1, 2, 3))
    assert early.equals(late)
    # The pattern starts with a 1 on an empty state: tanh of the input weight, that of step 1 or of step 7.
    assert early[0] == pytest.approx(np.tanh(start(CELLS["rnn"], 1, 4, 1, 0).W_xh[0, 0]))
    assert own[0] == pytest.approx(np.tanh(start(CELLS["rnn"], 1, 4, 1, 6).W_xh[0, 0]))
    assert found.figures["own_apart"] >= abs(own - early).max() > 0.1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("one to one", {"reads": 1, "speaks": 1, "first": 1, "depends": 1, "alike": 1}),
        ("one to many", {"reads": 1, "speaks": 5, "first": 1, "depends": 1, "alike": 1}),
        ("many to one", {"reads": 5, "speaks": 1, "first": 5, "depends": 5, "alike": 0}),
        ("many to many, aligned", {"reads": 5, "speaks": 5, "first": 1, "depends": 1, "alike": 1}),
        ("many to many, delayed", {"reads": 3, "speaks": 3, "first": 4, "depends": 3, "alike": 0}),
    ],
)
def test_five_shapes(name: str, expected: dict[str, int]) -> None:
    found = shapes.dependence(name).figures
    assert {figure: found[figure] for figure in expected} == expected


def test_one_to_one_is_a_dense_layer_by_hand() -> None:
    """With one step, W_h multiplies nothing; with two, it makes all the difference."""
    w = start(CELLS["rnn"], 1, shapes.UNITS, 1, shapes.SEED)
    first, second = np.random.default_rng(shapes.SEED).standard_normal(2)

    def output(x, h):
        return (w.W_hy @ np.tanh(w.W_xh[:, 0] * x + w.W_hh @ h + w.b_h))[0]

    assert shapes.dependence("one to one").figures["apart"] == 0
    state = np.tanh(w.W_xh[:, 0] * first + w.b_h)
    assert output(first, np.zeros(shapes.UNITS)) == pytest.approx((w.W_hy @ state)[0], abs=1e-12)
    aligned = shapes.apart(shapes.SHAPES["many to many, aligned"])
    miss = abs(output(second, state) - output(second, np.zeros(shapes.UNITS)))
    assert aligned[1] == pytest.approx(miss)
    assert miss > 0.01


def test_the_dependence_is_that_of_a_nudge() -> None:
    w = start(CELLS["rnn"], 1, shapes.UNITS, 1, shapes.SEED)
    inputs = np.random.default_rng(shapes.SEED).standard_normal(5)

    def output(xs):
        h = np.zeros(shapes.UNITS)
        for x in xs:
            h = np.tanh(w.W_xh[:, 0] * x + w.W_hh @ h + w.b_h)
        return w.W_hy[0] @ h

    by_input, _ = shapes.reach(shapes.SHAPES["many to one"])
    nudges = [1e-6 * (np.arange(5) == step) for step in range(5)]
    numeric = [abs(output(inputs + nudge) - output(inputs - nudge)) / 2e-6 for nudge in nudges]
    assert by_input.tolist() == pytest.approx(numeric, rel=1e-6)


def test_training_on_hello() -> None:
    begun, stuck, done = (learning.trained(updates).figures for updates in (0, 30, 60))
    # h is followed by e and e by l always; l by l or o, each half the time: half of the letters cost log 2.
    assert done["least"] == pytest.approx(np.log(2) / 2)
    assert begun["loss"] > stuck["loss"] > stuck["least"] > done["loss"]
    assert stuck["says"] == "e, l, l, l"  # what is best without a memory
    assert done["says"] == done["wanted"] == "e, l, l, o"
    assert min(done["l_first"], done["o_second"]) > 50


def test_a_gradient_through_orthogonal_weights_by_hand() -> None:
    for scale in (0.5, 1.0, 1.5):
        found = gradients.left(scale).figures
        assert found["linear"] == pytest.approx(scale**30, rel=1e-9)
        assert found["rnn"] < found["linear"]
    assert gradients.left(0.5).figures["linear"] == pytest.approx(1 / 1073741824)


def test_clipping_by_hand() -> None:
    t = np.arange(20)
    miss = 1.3**t - 0.8**t
    slopes = {
        "W_hy, W_xh": np.sqrt(2) * np.sum(miss * 1.3**t),  # both are 1, so their gradients are alike
        "W_hh": np.sum(miss * t * 1.3 ** (t - 1.0)),
        "b_h": np.sum(miss * (1.3 ** (t + 1) - 1) / 0.3),  # a bias enters at every step, as 1 + 1.3 + ...
        "b_y": np.sum(miss),
    }
    found = clipping.clipped(3.0).figures
    assert found["start"] == pytest.approx(np.mean(miss**2))
    assert found["norm"] == pytest.approx(2 / 20 * np.linalg.norm(list(slopes.values())))
    assert found["far"] == pytest.approx(0.1 * found["norm"])
    assert found["near"] == pytest.approx(0.3)
    assert found["silent"] == pytest.approx((1 - 0.64**20) / (1 - 0.64) / 20)
    assert found["end"] < 0.01 * found["silent"]
    assert clipping.clipped(100.0).figures["worst"] > 1e6 * found["start"]


def test_gates_by_hand() -> None:
    found = {bias: gates.kept(bias).figures for bias in (-2, 0, 1, 3)}
    assert (found[0]["rnn_size"], found[0]["gru_size"], found[0]["lstm_size"]) == (
        16 + 16 * 16 + 16,
        3 * (16 + 16 * 16) + 4 * 16,
        4 * (16 + 16 * 16 + 16),
    )
    assert found[0]["open"] == 50
    assert found[1]["open"] == pytest.approx(100 / (1 + np.exp(-1)))
    for bias, figures in found.items():
        flow = gradient_flow("lstm", 51, forget_bias=bias)
        assert figures["lstm"] == pytest.approx(flow.norms[0] / flow.norms[50])
        assert (figures["rnn"], figures["gru"]) == (found[0]["rnn"], found[0]["gru"])
    assert found[-2]["lstm"] < found[0]["lstm"] < found[0]["gru"] < found[1]["lstm"] < found[3]["lstm"]


def test_the_bit_to_come_takes_both_ways() -> None:
    for steps in range(-4, 1):
        assert both_ways.ahead(steps).figures["one"] >= 99
    for steps in range(1, 5):
        found = both_ways.ahead(steps).figures
        assert 40 < found["one"] < 60
        assert found["both"] >= 99
        assert 45 < found["guess"] < 55


def test_a_read_out_by_hand() -> None:
    """The wanted number is that of the first column; every fourth row that was not fitted is wrong."""
    signs = np.resize([1.0, -1.0], both_ways.FITTED + both_ways.SCORED)
    features = np.column_stack([signs, np.ones_like(signs)])
    wanted = signs.copy()
    wanted[both_ways.FITTED :: 4] *= -1
    assert both_ways.right(features, wanted) == 75


def test_attention_learns_where_to_look_and_one_state_runs_out_of_room() -> None:
    found = {length: attention.reversing(length) for length in (4, 10, 20)}
    for length, seen in found.items():
        shares = seen.picture.shares
        assert shares.shape == (length, length)
        assert shares.sum(axis=1).tolist() == pytest.approx([1] * length, abs=1e-12)
        assert seen.figures["guess"] == 12.5
    without = [seen.figures["without"] for seen in found.values()]
    assert min(without[0], found[4].figures["with"], found[10].figures["with"]) >= 95
    assert 90 > without[1] > without[2]
    assert found[10].figures["there"] > 95
    assert found[10].figures["looking"] == found[10].figures["row"][::-1]
    assert found[20].figures["with"] < 95
    table = found[4].aside.picture.frame().set_index("length")
    assert table.loc[[4, 10, 20], "without"].tolist() == without


def test_both_networks_begin_alike_and_learn_from_rows_of_the_stated_number() -> None:
    looking, blind = (draw(8, attention.UNITS, attention.SEED, attention=one) for one in (True, False))
    assert {*looking} - {*blind} == {"W_a", "W_cy"}
    assert all(np.array_equal(looking[name], blind[name]) for name in blind)
    rows = [len(x) for x, y in attention.batches() if np.array_equal(x[:, ::-1], y)]
    assert f"{sum(rows):,} rows" in attention.LESSON.task


def test_a_wave_from_frequency_and_phase_is_learned() -> None:
    """Told at step 1 only; always saying 0 misses the root of a half of waves of all phases."""
    found = wave.errors()
    assert found["flat"] == pytest.approx(np.sqrt(0.5), abs=0.03)
    assert found["wave"] < 0.4 * found["flat"]
    assert shapes.dependence("one to many").aside is not None
    assert shapes.dependence("many to one").aside is None


def test_the_slopes_of_a_written_wave_are_those_of_a_nudge() -> None:
    w, (x, y) = wave.trained(), wave.waves(np.random.default_rng(5), 2)
    found = wave.gradient(w, x, y)
    for name, array in w.items():
        nudge = np.zeros_like(array)
        nudge.flat[-1] = 1e-5
        losses = [
            np.mean((wave.write(type(w)(**{**w, name: array + by}), x)[1] - y) ** 2) for by in (nudge, -nudge)
        ]
        assert found[name].flat[-1] == pytest.approx((losses[0] - losses[1]) / 2e-5, abs=1e-8)
