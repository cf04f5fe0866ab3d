"""This project's language model with its default settings for so many seconds, everything included."""

from collections.abc import Callable, Mapping
from typing import Any

from bench.peers.job import Answer, Clock, Job
from bench.peers.texts import DATA
from rnnkit.config import parse
from rnnkit.tasks.text.run import run
from rnnkit.tasks.text.settings import TextConfig


def prepare(job: Job, _clock: Clock) -> Callable[[], Answer]:
    """Both files; then a run with n-grams, samples and scores on the held-out text."""
    training, held_out = (
        (DATA / f"lm/{job.data}.{part}.txt").read_text("utf-8") for part in ("train", "val")
    )

    def act() -> Answer:
        config = parse(TextConfig, {"budget": job.seconds, "seed": job.seed})
        summary: Mapping[str, Any] = run(training, config, test=held_out).summary
        score = summary["metrics"]["test"]["nats_per_char"]
        return {"nats": score, "steps": summary["steps"], "core": summary["core"]}

    return act
