"""scikit-learn: tf-idf of words and pairs of words (of characters for Chinese), then logistic regression."""

from collections.abc import Callable

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from bench.peers.job import Answer, Clock, Job
from bench.peers.rows import CHINESE, classes

MOST = 1000  # iterations


def prepare(job: Job, _clock: Clock) -> Callable[[], Answer]:
    """Both parts of the set; then `fit` and `score` with the settings that are usual."""
    train, test = classes(job.data).values()
    characters = {"analyzer": "char", "ngram_range": (1, 4)}
    kind = characters if job.data in CHINESE else {"ngram_range": (1, 2)}

    def act() -> Answer:
        features = TfidfVectorizer(sublinear_tf=True, min_df=2, **kind)
        model = make_pipeline(features, LogisticRegression(C=4, max_iter=MOST))
        model.fit(train["text"], train["label"])
        return {"accuracy": 100 * float(model.score(test["text"], test["label"]))}

    return act
