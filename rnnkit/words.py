"""The one place through which every sentence for a person passes, ready for a second language.

English is written where it is used, as `t("Read {rows} rows", rows=12)`; a translation is a gettext
catalogue `rnnkit/locale/<language>/LC_MESSAGES/rnnkit.mo`, chosen by `RNNKIT_LANGUAGE`.
"""

import gettext
import os
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The translations into one language; English needs none, and so does a language nobody added."""
    return gettext.translation("rnnkit", LOCALE, [language], fallback=True)


def t(message: str, **values: object) -> str:
    """Translate a message, then fill its `{named}` gaps with the values."""
    translated = catalogue(os.environ.get("RNNKIT_LANGUAGE", "en")).gettext(message)
    return translated.format(**values) if values else translated


def plural(one: str, many: str, number: int, **values: object) -> str:
    """Translate the form that fits the number; the gap `{number}` holds it with thousands separated."""
    translated = catalogue(os.environ.get("RNNKIT_LANGUAGE", "en")).ngettext(one, many, number)
    return translated.format(number=f"{number:,}", **values)
