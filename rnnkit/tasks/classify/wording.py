"""What sentences about a run call the rows of a file, their partner and its work: a table a kind of input."""

from collections.abc import Mapping

from rnnkit.words import t

TEXTS: Mapping[str, str] = {
    "too_few": t("Need at least {needed} texts to learn from; found {found}."),
    "one_class": t("The training part has texts of one class only; bring texts of at least two."),
    "nothing_left": t("No text is left to score on; bring more texts of each class."),
    "two_classes": t("Need texts of at least two classes; found {found}."),
    "lesson": t("{number} text to learn from"),
    "lessons": t("{number} texts to learn from"),
    "leak": t("{number} text to learn from ({share}) also stands in the test part."),
    "leaks": t("{number} texts to learn from ({share}) also stand in the test part."),
    "left_out": t("They are left out of training, so that the score is that of new texts."),
    "longer": t("{number} text is longer than the {longest} symbols that are read: the middle is left out."),
    "longer_ones": t(
        "{number} texts are longer than the {longest} symbols that are read: the middle is left out."
    ),
    "right": t(
        "{model} of {rows:,} texts right, against {linear} by counting words or characters and {majority} "
        "by always naming the most frequent class"
    ),
    "partner_alone": t("Counting alone decides: the linear partner counts in full, the network not at all."),
    "partner_decides": t(
        "Counting alone decides: on the validation part the network added nothing, so it does not count "
        "({numbers})."
    ),
    "beats": t("Reading in order helps: {numbers}."),
    "loses": t("Counting alone does better: {numbers}."),
    "ties": t("About as good as counting alone; the difference may be luck ({numbers})."),
    "by_heart": t("It learns its texts by heart: take dropout 0.7, or bring more texts."),
    "scored": t("Scored on {number} text with a known class."),
    "scored_ones": t("Scored on {number} texts with a known class."),
}
SERIES: Mapping[str, str] = {
    "too_few": t("Need at least {needed} series to learn from; found {found}."),
    "one_class": t("The training part has series of one class only; bring series of at least two."),
    "nothing_left": t("No series is left to score on; bring more series of each class."),
    "two_classes": t("Need series of at least two classes; found {found}."),
    "lesson": t("{number} series to learn from"),
    "lessons": t("{number} series to learn from"),
    "leak": t("{number} series to learn from ({share}) also stands in the test part."),
    "leaks": t("{number} series to learn from ({share}) also stand in the test part."),
    "left_out": t("They are left out of training, so that the score is that of new series."),
    "longer": t("{number} series is longer than the {longest} steps that are read: the middle is left out."),
    "longer_ones": t(
        "{number} series are longer than the {longest} steps that are read: the middle is left out."
    ),
    "right": t(
        "{model} of {rows:,} series right, against {linear} by a linear model of their shapes and {majority} "
        "by always naming the most frequent class"
    ),
    "partner_alone": t("Shapes alone decide: the linear partner counts in full, the network not at all."),
    "partner_decides": t(
        "Shapes alone decide: on the validation part the network added nothing, so it does not count "
        "({numbers})."
    ),
    "beats": t("The recurrent network helps: {numbers}."),
    "loses": t("The linear model of shapes does better: {numbers}."),
    "ties": t("About as good as a linear model of shapes; the difference may be luck ({numbers})."),
    "by_heart": t("It learns its series by heart: take dropout 0.7, or bring more series."),
    "scored": t("Scored on {number} series with a known class."),
    "scored_ones": t("Scored on {number} series with a known class."),
}
SAID: Mapping[str, Mapping[str, str]] = {"text": TEXTS, "series": SERIES}
"""Sentences by the kind of input, the same keys for each."""
