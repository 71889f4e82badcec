"""The words of a text for comparison: pairs of Chinese characters, words of any alphabet, and the runs of either."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from provenance.alignment.event.stop_words import STOP_WORDS

# Words of Latin letters and digits; single Chinese characters; words of Greek, Cyrillic, Hebrew, Arabic, Indian and
# Korean letters; loan words of Japanese. Scripts without spaces have no words that could be told apart here.
_TOKEN = re.compile(
    r"[a-z0-9ß-ɏ]+(?:'[a-z]+)?|[\u3400-\u9fff]|[\u0370-\u052f\u0590-\u077f\u0900-\u0dff\uac00-\ud7af]+|[\u30a1-\u30fa\u30fc]{2,}"
)
#: Characters of Chinese that bind words and tell nothing.
_PARTICLES = frozenset("的了是在和与及也都就又有这那我你他她它们着过把被让给从到对为以之其")
#: Letters of a Greek or Cyrillic word, syllables of a Korean one, that tell it from others.
_BENDING, _KOREAN = 5, 2
#: The article with what may be joined to it, and endings of gender and number, where enough of the word is left.
_ARABIC_ARTICLE = re.compile(r"^(?:[وفبكل]?ال|لل|و)(?=\w{3})")
_ARABIC_ENDING = re.compile(r"(?<=\w{3})(?:ات|ون|ين|ية|ها|ة|ه|ي)$")
#: Characters in a row that make a shingle of Chinese; words for languages with spaces.
CHARACTERS, WORDS = 3, 2
#: Words whose terms are kept: most words of a text are common ones (8 MB).
_KEPT_WORDS = 1 << 15


def tokens(folded: str) -> list[str]:
    """Words of letters and digits, single Chinese characters, of a text in small letters without accents."""
    return _TOKEN.findall(folded)


def terms(found: Iterable[str]) -> set[str]:
    """What a text is about: pairs of neighbouring Chinese characters and stemmed words."""
    return set(each_term(found))


def each_term(found: Iterable[str]) -> list[str]:
    """The same in their order, each as often as it stands there."""
    out = []
    last = ""
    for token in found:
        if "\u3400" <= token < "\ua000":  # as `_is_han`, of the most frequent tokens
            if token in _PARTICLES:
                last = ""
            else:
                if last:
                    out.append(last + token)
                last = token
        else:
            last = ""
            if term := _of_word(token):
                out.append(term)
    return out


def shingles(found: list[str]) -> set[str]:
    """Runs of 3 Chinese characters or 2 words, in their order; what near-copies share."""
    out = set()
    for run in _runs(found):
        width = CHARACTERS if _is_han(run[0]) else WORDS
        if len(run) < width:
            continue
        for start in range(len(run) - width + 1):
            out.add(" ".join(run[start : start + width]))
    return out


def _runs(found: list[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for token in found:
        if run and _is_han(token) != _is_han(run[0]):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _is_han(token: str) -> bool:
    return "\u3400" <= token < "\ua000"


@lru_cache(_KEPT_WORDS)
def _of_word(token: str) -> str:
    """Its stem; nothing of words that bind others, of letters and of numbers."""
    return "" if len(token) < 2 or token in STOP_WORDS or token.isdigit() else _stem(token)


def _stem(word: str) -> str:
    """Strip the commonest endings; both sides are treated alike, so that errors cancel."""
    if not word.isascii():
        return _stem_of_script(word)
    for ending in ("'s", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _stem_of_script(word: str) -> str:
    """Words that bend by their endings are cut to a fixed length, as Can et al. (JASIST 2008) cut Turkish ones."""
    first = word[0]
    if "\u0370" <= first <= "\u052f":
        return word[:_BENDING]
    if "\uac00" <= first <= "\ud7af":
        return word[:_KOREAN]
    if "\u0590" <= first <= "\u077f":
        return _ARABIC_ENDING.sub("", _ARABIC_ARTICLE.sub("", word))
    return word
