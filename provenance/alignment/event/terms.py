"""The words of a text for comparison: pairs of Chinese characters, English words, and the runs of either."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: Words of alphabets (Latin with its accents, Greek, Cyrillic), single Chinese characters; kana bind words.
_TOKEN = re.compile(r"[a-z0-9\u00df-\u024f\u0370-\u052f]+(?:'[a-z]+)?|[\u3400-\u9fff]")
_STOP_WORDS = (
    "the a an of in on at to for from by with and or but is are was were be been being has have had "
    "it its this that these those as he she they we you i his her their our my your not no if so "
    "than then there here who which what when where will would can could may might do does did said "
    "says say after before over under about into out up down more most"
)
_STOP = frozenset(_STOP_WORDS.split())
#: Characters of Chinese that bind words and tell nothing.
_PARTICLES = frozenset("的了是在和与及也都就又有这那我你他她它们着过把被让给从到对为以之其")
#: Characters in a row that make a shingle of Chinese; words for languages with spaces.
CHARACTERS, WORDS = 3, 2


def tokens(folded: str) -> list[str]:
    """Words of letters and digits, single Chinese characters."""
    return _TOKEN.findall(folded)


def terms(found: Iterable[str]) -> set[str]:
    """What a text is about: pairs of neighbouring Chinese characters and stemmed words."""
    return set(each_term(found))


def each_term(found: Iterable[str]) -> list[str]:
    """The same in their order, each as often as it stands there."""
    out = []
    last = ""
    for token in found:
        if token >= "\u3400":
            if token in _PARTICLES:
                last = ""
            else:
                if last:
                    out.append(last + token)
                last = token
        else:
            last = ""
            if len(token) > 1 and token not in _STOP and not token.isdigit():
                out.append(_stem(token))
    return out


def shingles(found: list[str]) -> set[str]:
    """Runs of 3 Chinese characters or 2 words, in their order; what near-copies share."""
    out = set()
    for run in _runs(found):
        width = CHARACTERS if run[0] >= "\u3400" else WORDS
        if len(run) < width:
            continue
        for start in range(len(run) - width + 1):
            out.add(" ".join(run[start : start + width]))
    return out


def _runs(found: list[str]) -> Iterator[list[str]]:
    run: list[str] = []
    for token in found:
        if run and (token >= "\u3400") != (run[0] >= "\u3400"):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _stem(word: str) -> str:
    """Strip the commonest English endings; both sides are treated alike, so that errors cancel."""
    for ending in ("'s", "ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
