"""The encodings that take part, what they are called, how common they are, and their languages."""

from dataclasses import dataclass

WEST = ("en", "de", "fr", "es", "pt", "it", "nl", "da", "nb", "sv", "fi", "is", "ca", "eu", "ga", "af", "sq")
CENTRAL = ("pl", "cs", "sk", "hu", "sl", "hr", "ro", "de", "sq", "en")
BALTIC = ("lt", "lv", "et", "pl", "fi", "de", "sv", "en")
TURKISH = ("tr", "de", "fr", "en")
CYRILLIC = ("ru", "uk", "be", "bg", "sr", "mk")
RUSSIAN = ("ru", "bg")
UKRAINIAN = ("uk", "be", "ru")
# Nats that a language costs before a letter is read: the fewer files there are of it, the more.
RARE = {
    **dict.fromkeys(("is", "ca", "eu", "sl", "sk", "hr", "lt", "lv", "et"), 0.7),
    **dict.fromkeys(("ga", "af", "sq", "be", "mk", "ur", "en"), 1.5),
}
# Where nearly all words are plain letters, the others are hardly of another script.
OTHER_SCRIPTS = frozenset((*CYRILLIC, "el", "he", "ar", "fa", "ur", "th", "ja", "ko", "zh", "zh_hant"))
OTHER_SCRIPT = 4.0
NO_LONE_LETTERS = frozenset(("el", "he", "ar", "fa", "ur", "th"))  # hardly a word has one letter


@dataclass(frozen=True)
class Encoding:
    """One encoding: Python's name, the title a person reads, what it costs to take it, its languages."""

    name: str
    title: str
    cost: float
    languages: tuple[str, ...]


def _rows(*rows: tuple[str, str, float, tuple[str, ...]]) -> dict[str, Encoding]:
    return {name: Encoding(name, title, cost, languages) for name, title, cost, languages in rows}


SINGLE = _rows(
    ("cp1252", "Latin-1", 0.0, (*WEST, "et")),
    ("cp1250", "Windows-1250 (Central European)", 1.0, CENTRAL),
    ("cp1251", "Windows-1251 (Cyrillic)", 0.5, CYRILLIC),
    ("cp1253", "Windows-1253 (Greek)", 1.0, ("el",)),
    ("cp1254", "Windows-1254 (Turkish)", 1.0, TURKISH),
    ("cp1255", "Windows-1255 (Hebrew)", 1.0, ("he",)),
    ("cp1256", "Windows-1256 (Arabic)", 1.0, ("ar", "fa", "ur")),
    ("cp1257", "Windows-1257 (Baltic)", 1.5, BALTIC),
    ("cp1258", "Windows-1258 (Vietnamese)", 2.5, ("vi",)),
    ("cp874", "Windows-874 (Thai)", 0.0, ("th",)),
    ("koi8-r", "KOI8-R (Russian)", 1.5, RUSSIAN),
    ("koi8-u", "KOI8-U (Ukrainian)", 2.0, UKRAINIAN),
    ("iso8859-2", "ISO 8859-2 (Central European)", 2.0, CENTRAL),
    ("iso8859-4", "ISO 8859-4 (Baltic)", 5.0, BALTIC),
    ("iso8859-5", "ISO 8859-5 (Cyrillic)", 2.5, CYRILLIC),
    ("iso8859-6", "ISO 8859-6 (Arabic)", 2.5, ("ar",)),
    ("iso8859-7", "ISO 8859-7 (Greek)", 1.7, ("el",)),
    ("iso8859-8", "ISO 8859-8 (Hebrew)", 2.0, ("he",)),
    ("iso8859-9", "ISO 8859-9 (Turkish)", 1.7, TURKISH),
    ("iso8859-13", "ISO 8859-13 (Baltic)", 3.0, BALTIC),
    ("iso8859-15", "ISO 8859-15 (Western European)", 2.5, (*WEST, "et")),
    ("iso8859-16", "ISO 8859-16 (Romanian)", 5.0, ("ro", "pl", "hu")),
    ("mac_roman", "Mac Roman (Western European)", 3.5, WEST),
    ("mac_latin2", "Mac Central European", 5.0, (*CENTRAL, "lt", "lv", "et")),
    ("mac_croatian", "Mac Croatian", 6.5, ("hr", "sl")),
    ("mac_romanian", "Mac Romanian", 6.5, ("ro",)),
    ("mac_cyrillic", "Mac Cyrillic", 4.0, CYRILLIC),
    ("mac_greek", "Mac Greek", 6.0, ("el",)),
    ("mac_turkish", "Mac Turkish", 6.0, ("tr",)),
    ("mac_iceland", "Mac Icelandic", 6.5, ("is",)),
    ("cp437", "DOS 437 (US)", 4.5, WEST),
    ("cp850", "DOS 850 (Western European)", 4.0, (*WEST, "et")),
    ("cp852", "DOS 852 (Central European)", 3.5, CENTRAL),
    ("cp855", "DOS 855 (Cyrillic)", 6.0, CYRILLIC),
    ("cp857", "DOS 857 (Turkish)", 4.5, TURKISH),
    ("cp858", "DOS 858 (Western European)", 4.8, (*WEST, "et")),
    ("cp737", "DOS 737 (Greek)", 4.0, ("el",)),
    ("cp775", "DOS 775 (Baltic)", 5.0, BALTIC),
    ("cp862", "DOS 862 (Hebrew)", 5.0, ("he",)),
    ("cp866", "DOS 866 (Cyrillic)", 2.0, ("ru", "bg", "be")),
)
DOUBLE = _rows(
    ("gb18030", "GB18030 (Chinese)", 1.0, ("zh",)),
    ("big5hkscs", "Big5 (Chinese)", 1.5, ("zh_hant",)),
    ("cp932", "Shift-JIS (Japanese)", 1.0, ("ja",)),
    ("euc_jis_2004", "EUC-JP (Japanese)", 2.0, ("ja",)),
    ("cp949", "EUC-KR (Korean)", 1.0, ("ko",)),
)
# The plainest name comes first; the others know signs that it lacks.
VARIANTS = {
    "big5hkscs": ("big5", "cp950", "big5hkscs"),
    "cp932": ("shift_jis", "cp932", "shift_jis_2004"),
    "euc_jis_2004": ("euc_jp", "euc_jis_2004"),
}
OTHER_NAMES = {"shift_jis": "cp932", "big5": "big5hkscs", "euc_jp": "euc_jis_2004"}


def title_of(name: str) -> str:
    """What a person calls the encoding."""
    known = OTHER_NAMES.get(name, name)
    found = SINGLE.get(known) or DOUBLE.get(known)
    return found.title if found else name


def base_cost(name: str) -> float:
    """What it costs to take an encoding before a byte is read: the commoner, the less."""
    return (SINGLE.get(name) or DOUBLE[name]).cost


def variants(name: str) -> tuple[str, ...]:
    """Python's names of one encoding, the plainest first."""
    return VARIANTS.get(name, (name,))
