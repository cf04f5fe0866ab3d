"""UTF-16 and UTF-32 without a mark at the beginning, told by zeros and by what stands between them."""

import re

import numpy as np

SAMPLE = 20_000
PLAIN_OR_HAN = re.compile("[\t\n\r -~\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uff60]")
LINE_ENDS_AND_TABS = (9, 10, 13)


def without_mark(content: bytes) -> str | None:
    """`utf-16-le` and the like; `None` where the bytes are something else.

    `"año".encode("utf-16-le")` has its zeros on every second byte.
    """
    if b"\0" not in content[:SAMPLE]:
        return None
    return _four_bytes(content) or _one_script(content) or _wide_chinese(content)


def _four_bytes(content: bytes) -> str | None:
    """UTF-32: no character needs its first byte, and hardly one its second."""
    sample = content[:SAMPLE]
    if len(content) % 4 or len(sample) < 8:
        return None
    for name, first, second in (("utf-32-le", 3, 2), ("utf-32-be", 0, 1)):
        if not any(sample[first::4]) and sample[second::4].count(0) > 0.9 * (len(sample) // 4):
            try:
                sample.decode(name)
            except UnicodeDecodeError:
                continue
            return name
    return None


def _one_script(content: bytes) -> str | None:
    """UTF-16 of an alphabet: every second byte is zero or the number of its script, always on one side."""
    sample = np.frombuffer(content[:SAMPLE], dtype=np.uint8)
    pairs = len(sample) // 2
    if pairs < 4 or len(content) % 2:
        return None
    for side, other, name in ((1, 0, "utf-16-le"), (0, 1, "utf-16-be")):
        blocks = np.bincount(sample[side::2], minlength=256)
        zeros = int(blocks[0])
        blocks[[0, *LINE_ENDS_AND_TABS]] = 0
        script = int(blocks[1:32].max())
        strange = np.count_nonzero(sample[other::2] == 0)
        if strange >= 0.01 * pairs:
            continue
        if zeros > 0.3 * pairs or (zeros > 0.02 * pairs and zeros + script > 0.9 * pairs):
            return name
    return None


def _wide_chinese(content: bytes) -> str | None:
    """Chinese, Japanese or Korean in UTF-16: some zeros, and nearly all of it is of these scripts.

    Bytes that are no UTF-16 hold no zeros if they are text, and seldom become Han by chance; but pairs
    of plain letters do, so that plain text is left alone.
    """
    sample = content[:SAMPLE]
    if _is_utf_8(sample):
        return None
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, "replace")
        if len(PLAIN_OR_HAN.findall(text)) > 0.9 * len(text):
            return name
    return None


def _is_utf_8(sample: bytes) -> bool:
    """Whether hardly a byte is broken."""
    text = sample.decode("utf-8", "replace")
    beyond = len(text.encode("ascii", "ignore")) < len(text)
    return text.count("\ufffd") * 100 < len(text) if beyond else True
