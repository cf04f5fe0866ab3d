"""Words by which people name columns of texts, of labels, of parts, and of what is neither."""

import re
from collections.abc import Mapping
from typing import Literal

Role = Literal["text", "label", "part", "neither"]


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


WORDS: Mapping[Role, frozenset[str]] = {
    "text": _words(
        "text texts sentence sentences review reviews comment comments tweet tweets message messages "
        "msg content contents body title headline heading subject summary abstract description "
        "question answer utterance phrase document doc post sms email mail article news query "
        "paragraph line premise hypothesis snippet transcript prompt lyrics reviewtext verbatim "
        "feedback complaint texto textos texte frase oración comentario mensaje reseña avis "
        "commentaire titre titulo título satz nachricht kommentar titel inhalt beschreibung testo "
        "commento tekst zin текст отзыв комментарий сообщение заголовок "
        "文本 内容 评论 标题 句子 短信 正文 文 本文 テキスト "
        "文章 レビュー 텍스트 문장 리뷰 내용 제목 पाठ نص metin yorum"
    ),
    "label": _words(
        "label labels class classes category categories target sentiment polarity intent topic topics "
        "tag tags y stars star rating ratings genre emotion emotions airlinesentiment goldlabel gold "
        "verdict annotation type kind language lang score spam humor toxic toxicity relevance output "
        "outcome grade mood stance klasse kategorie bewertung etikett stimmung classe catégorie "
        "categorie étiquette etiquette note etiqueta clase categoría categoria sentimiento etichetta "
        "sentimento polarité rótulo метка класс категория тональность оценка "
        "类别 标签 分类 类 情感 标注 ラベル カテゴリ 分類 感情 라벨 레이블 분류 카테고리 etiket duygu تصنيف"
    ),
    "part": _words("part split parts set fold subset partition usage dataset phase"),
    "neither": _words(
        "email id ids index idx no nr number num uid uuid key row url link href date time timestamp "
        "datetime created updated year month day user username author writer name names source "
        "location place country city region count counts retweets likes ip phone address file "
        "filename path image reviewer reviewerid asin productid product price amount votes helpful "
        "confidence score_id tweetid query_id guid hash version unnamed datum zeit benutzer autor "
        "fecha usuario auteur дата автор 编号 序号 日期 时间 用户 作者 番号 日付 날짜 번호"
    ),
}
PARTS: Mapping[str, str] = {
    **dict.fromkeys(("train", "training", "trn", "trainset", "learn", "训练", "训练集"), "train"),
    **dict.fromkeys(("dev", "devel", "valid", "val", "validation", "validate", "development"), "validation"),
    **dict.fromkeys(("验证", "验证集"), "validation"),
    **dict.fromkeys(("test", "testing", "tst", "testset", "eval", "evaluation", "heldout"), "test"),
    **dict.fromkeys(("测试", "测试集"), "test"),
    **dict.fromkeys(("unsup", "unlabeled", "unlabelled", "unsupervised", "unlab"), "unlabelled"),
}
"""Words for parts of a data set."""
BORDER = re.compile(r"(?<=[a-z])(?=[A-Z])|[\W_\d]+")


def role_of(name: str) -> tuple[Role | None, int]:
    """What a name says its column is, and how surely: 2 the whole name, 1 a part of it, 0 nothing.

    >>> role_of("Label"), role_of("reviewText"), role_of("user_id"), role_of("v1")
    (('label', 2), ('text', 2), ('neither', 2), (None, 0))
    """
    parts = [part.lower() for part in BORDER.split(name.strip()) if part]
    whole = "".join(parts)
    found = next((role for role, words in WORDS.items() if whole in words or whole + "s" in words), None)
    if found is not None:
        return found, 2
    if parts and parts[-1] in ("id", "ids", "url", "date", "time", "count", "no"):
        return "neither", 2
    for part in reversed(parts):
        for role, words in WORDS.items():
            if part in words and len(part) > 1:
                return role, 1
    return None, 0


def part_of(word: str) -> str | None:
    """The part that a word names: train, validation, test or unlabelled.

    >>> part_of("Train"), part_of("dev"), part_of("cats")
    ('train', 'validation', None)
    """
    return PARTS.get(word.strip().lower())


def part_of_path(path: str) -> str | None:
    """The part that a word in the name of a file or of its folders tells, the last such word first.

    >>> part_of_path("imdb/train/pos/1.txt"), part_of_path("reviews_test.csv"), part_of_path("latest.csv")
    ('train', 'test', None)
    """
    words = [word for word in re.split(r"[\W_\d]+", path.lower()) if word]
    return next((PARTS[word] for word in reversed(words) if word in PARTS), None)
