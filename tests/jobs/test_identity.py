import json
import subprocess
import sys

from rnnkit.jobs.identity import liveness, my_identity


def test_this_process_is_alive() -> None:
    assert liveness(my_identity()) == "alive"


def test_a_process_that_ended_is_gone() -> None:
    code = "from rnnkit.jobs.identity import my_identity; print(my_identity())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert liveness(done.stdout.strip()) == "gone"


def test_a_process_that_got_the_number_of_another_is_not_taken_for_it() -> None:
    *place, pid, _born = json.loads(my_identity())
    assert liveness(json.dumps([*place, pid, "0"])) == "gone"


def test_the_boot_before_is_gone_and_other_machines_cannot_be_seen() -> None:
    host, boot, namespace, pid, born = json.loads(my_identity())
    assert liveness(json.dumps([host, "earlier", namespace, pid, born])) == "gone"
    assert liveness(json.dumps([host, boot, "another container", pid, born])) == "unknown"
    assert liveness(json.dumps(["elsewhere", boot, namespace, pid, born])) == "unknown"


def test_what_is_no_identity_is_gone() -> None:
    assert liveness("") == liveness("a worker") == liveness("[1]") == "gone"
