"""The number of threads follows what steps really take, told by a clock that goes when told to."""

from rnnkit.training.threads import AGAIN_SECONDS, Threads

WORK = 1e9


class Machine:
    """Steps take so many milliseconds on one thread and on all; time goes with them."""

    def __init__(self, one, all_cores, cores=2, work=WORK, alike=False):
        self.one, self.all, self.now, self.used = one, all_cores, 0.0, []
        self.cores = cores
        self.threads = Threads(work, lambda: self.cores, self.used.append, lambda: self.now, alike)

    def steps(self, number):
        """Take some steps and return the numbers of threads they ran on."""
        ran = []
        for _ in range(number):
            ran.append(self.used[-1])
            seconds = self.one if ran[-1] == 1 else self.all
            self.now += seconds
            self.threads.observe(seconds)
        return ran


def test_two_threads_are_tried_and_kept_where_they_are_faster():
    assert Machine(one=0.04, all_cores=0.025).steps(12) == [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2][:12]


def test_one_slow_step_on_two_threads_is_enough_to_go_back():
    assert Machine(one=0.03, all_cores=0.6).steps(8) == [1, 1, 1, 1, 2, 1, 1, 1]


def test_a_machine_that_becomes_busy_and_free_again_is_followed():
    machine = Machine(one=0.04, all_cores=0.025)
    machine.steps(10)
    machine.all = 1.0
    assert machine.steps(3) == [2, 1, 1]
    machine.all = 0.025
    machine.now += AGAIN_SECONDS
    assert machine.steps(6) == [1, 2, 2, 2, 2, 2]


def test_small_steps_never_try_more_than_one_thread():
    assert set(Machine(one=0.002, all_cores=0.001, work=1e6).steps(20)) == {1}


def test_a_layer_of_64_cells_tries_two_threads_only_where_they_change_no_bit():
    """The kernel shares the rows of a batch: threads meet once a call."""
    for alike, tried in ((True, {1, 2}), (False, {1})):
        assert set(Machine(one=0.004, all_cores=0.002, work=2.3e7, alike=alike).steps(20)) == tried


def test_a_share_of_one_core_is_kept_at_once():
    machine = Machine(one=0.04, all_cores=0.025)
    machine.steps(10)
    machine.cores = 1
    assert machine.steps(3) == [2, 1, 1]
