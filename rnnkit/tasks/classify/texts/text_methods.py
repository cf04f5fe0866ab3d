"""Who answers beside a network that reads texts: the linear partner of words, and what has to be beaten."""

import numpy as np

from rnnkit.tasks.classify import baselines
from rnnkit.tasks.classify.answering import PARTNER, partner_bytes
from rnnkit.tasks.classify.kinds import Beside
from rnnkit.tasks.classify.linear_partner.grams import counted
from rnnkit.tasks.classify.linear_partner.linear import fit_partner, matrices
from rnnkit.tasks.classify.linear_partner.partner import Partner
from rnnkit.tasks.classify.texts.corpus import Corpus


def beside(corpus: Corpus) -> Beside:
    """The partner fitted, and what it and the baselines say about the test part."""
    labels, C = corpus.labels[corpus.learned], len(corpus.classes)
    fitted = fit_partner(corpus.raw(corpus.learned), labels, C, corpus.grams)
    texts = corpus.raw(corpus.parts.test)
    asked, present = matrices(counted(texts, corpus.grams), fitted.partner.features)
    learned = fitted.texts.copy()
    learned.data[:] = 1.0
    answers = {
        "linear": fitted.partner.log_p(texts),
        "naive_bayes": baselines.naive_bayes(learned, labels, C, present),
        "nearest": baselines.nearest(fitted.texts, labels, asked),
        "majority": baselines.majority(labels, C, len(texts)),
    }
    return Beside(fitted.partner, np.asarray(fitted.left_out), answers)


def files(corpus: Corpus, partner: Partner) -> dict[str, bytes]:
    """The symbols and the numbers of the partner."""
    return {"vocabulary.json": corpus.vocabulary.to_json().encode(), PARTNER: partner_bytes(partner)}
