"""Which language's calendar words to look for: by script, else by the commonest function words."""

from __future__ import annotations

import re
from collections import Counter

from provenance.text.function_words import FUNCTION_WORDS, LANGUAGES_OF, words_of

_NO_WORD = dict.fromkeys(FUNCTION_WORDS, 0)
_SCRIPTS = (
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("fa", re.compile(r"[پچژگک]|\bاست\b")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
#: A character of one of them; most texts hold none.
_OTHER_SCRIPT = re.compile("[\u0370-\u0e7f\uac00-\ud7af]")


def calendar_language(text: str) -> str | None:
    """Code of the language whose calendar words the text may hold; None where English and Chinese rules suffice."""
    for language, pattern in _SCRIPTS if _OTHER_SCRIPT.search(text) else ():
        if len(pattern.findall(text)) >= 2:
            return language
    words = words_of(text)
    told = [language for word in words for language in LANGUAGES_OF.get(word, ())]
    if not told:
        return None
    counts = {**_NO_WORD, **Counter(told)}
    best = max(counts, key=lambda language: counts[language])
    if best == "en" or counts[best] <= counts["en"]:
        return None
    enough = counts[best] >= 2 or len(words) <= 3 or not text.isascii()
    return best if enough else None
