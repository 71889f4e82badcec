"""What a Chinese claim speaks of, and what it says of that: who shares only the first has the topic, not the claim."""

from __future__ import annotations

import re
from functools import lru_cache

from provenance.text.normalise import normalise
from provenance.text.places.fold import fold
from provenance.text.plain_words import plain_words
from provenance.text.quantities import quantities

#: Verbs and auxiliaries at which what a claim says begins.
_SAYS = re.compile(r"是|会|能|可以?|含|有|等于|导致|引起|引发|造成|致|防|治|要|将|被|为|不")
#: Characters of the shortest subject, and of the shortest thing said of it.
_LEAST_SUBJECT, _LEAST_SAID = 2, 3
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
#: Claims whose parts are kept: they come again post after post.
_KEPT = 1024


def only_the_subject(text: str, claim: str) -> bool:
    """Whether a text shares no pair of characters, and no number, with what the claim says of its subject.

    False of a claim that names no verb known here: then nobody can tell its parts.
    """
    said, told = _said(claim), plain_words(normalise(text).text).text.casefold()
    if not said or said & _pairs(told):
        return False
    numbers = _numbers_said(claim)
    return not (numbers and numbers & _numbers(told))


@lru_cache(maxsize=_KEPT)
def _said(claim: str) -> frozenset[str]:
    """The pairs of characters of what a claim says that do not stand in its subject as well."""
    subject, said = _parted(claim)
    return frozenset() if len(said) < _LEAST_SAID else _pairs(said) - _pairs(subject)


@lru_cache(maxsize=_KEPT)
def _numbers_said(claim: str) -> frozenset[str]:
    return _numbers(_parted(claim)[1])


def _parted(claim: str) -> tuple[str, str]:
    """What stands before the verb and what behind it; nothing behind where no verb is known."""
    told = normalise(claim).text.casefold()
    verb = _SAYS.search(told, _LEAST_SUBJECT)
    return (told[: verb.start()], told[verb.end() :]) if verb else (told, "")


def _numbers(text: str) -> frozenset[str]:
    """Numbers of more than one digit, and shares: 百分之二十 is 20%."""
    return frozenset(each.value for each in quantities(fold(text)) if len(each.value) > 1)


def _pairs(text: str) -> frozenset[str]:
    """Pairs of Chinese characters side by side, and words of an alphabet."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        found |= {run} if run.isascii() else {run[at : at + 2] for at in range(len(run) - 1)}
    return frozenset(found)
