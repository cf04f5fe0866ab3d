"""Classes and tags: scikit-learn's tf-idf with logistic regression and a BiLSTM of a tutorial beside ours."""

import time
from collections.abc import Iterator, Mapping
from typing import Any

from bench.peers.job import Job
from bench.peers.parts.kept import keep, kept
from bench.peers.parts.tables import table
from bench.peers.race import once, wanted
from bench.tasks import CASES

TITLE = "Classes and tags"
SETS = ("sst2", "trec6", "imdb5k", "chnsenti_htl", "ewt_upos")
TAGS = frozenset({"ewt_upos"})
SECONDS = 60.0


def main() -> None:
    """Measure the sets, or those that `RNNKIT_BENCH_SETS` names."""
    ours = {case.name: case for case in CASES}
    for name in wanted(SETS):
        job = Job(name, seconds=SECONDS)
        found: dict[str, Any] = {} if name in TAGS else {"tfidf": once("tfidf", job)}
        found["bilstm"] = once("bilstm", job)
        start = time.monotonic()
        scores = ours[name].within(SECONDS).run(seed=job.seed)
        found["own"] = {"accuracy": scores["model"], "scores": scores, "seconds": time.monotonic() - start}
        keep("labels", name, found)
        print(f"  {name}: {found}", flush=True)


def lines() -> Iterator[str]:
    """The part of `RESULTS.md`."""
    found = kept("labels")
    yield (
        "Accuracy in percent, one seed. The BiLSTM (embedded words, 128 units in each direction, Adam, best "
        f"weights by a tenth put aside) and ours have {SECONDS:g} s, ours with everything inside, as its "
        "command does it. tf-idf: words and pairs (characters to four for Chinese), C = 4."
    )
    yield ""
    head = ("set", "tf-idf + LR", "s", "BiLSTM", "ours", "our simple methods alone")
    yield from table(head, (_row(name, found[name]) for name in SETS if name in found))


def _row(name: str, found: Mapping[str, Any]) -> tuple[str, ...]:
    linear = found.get("tfidf", {})
    said = (f"{linear['accuracy']:.2f}", f"{linear['seconds']:.1f}") if linear else ("-", "-")
    scores = found["own"]["scores"]
    simple = ", ".join(f"{method} {score:.2f}" for method, score in scores.items() if method != "model")
    return (name, *said, f"{found['bilstm']['accuracy']:.2f}", f"{found['own']['accuracy']:.2f}", simple)
