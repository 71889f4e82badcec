"""The slots of a rumour: the same story about another place or another number is another story."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from provenance.text.normalise import normalise
from provenance.text.places import Relation, find_places, relation
from provenance.text.places.fold import fold
from provenance.text.plain_words import plain_words
from provenance.text.quantities import Quantity, quantities

#: Texts whose numbers are kept: the same claims come again post after post.
KEPT_TEXTS = 2048
_DATE = re.compile(
    r"\d+\s*[年月日号时点分]|\d{4}-\d{1,2}(?:-\d{1,2})?|\d{1,2}[:：]\d{2}|(?<!\d)(?:19|20)\d{2}(?!\d)"
    r"|(?:新冠|covid|sars|h\dn)\D{0,4}\d+|\d+\s*(?:小时|天)",
    re.I,
)


def places_conflict(post: str, told: str) -> tuple[str, str] | None:
    """A place of `told` that the post replaces with another one, and that other one.

    None when either names no place, or when some place of the one lies in, or around, some place of the other.
    """
    here, there = find_places(post), find_places(told)
    if not here or not there:
        return None
    if any(relation(a.path, b.path) is not Relation.DIFFERENT for a in here for b in there):
        return None
    return there[0].span.of(told), here[0].span.of(post)


def numbers_conflict(post: str, told: str) -> tuple[str, str] | None:
    """A number of `told` that the post has otherwise; None when it names none, or one fits one of theirs."""
    here, there = _numbers(post), _numbers(told)
    if not here or not there or any(one.fits(other) for one in here.values() for other in there.values()):
        return None
    return next(iter(there)), next(iter(here))


@lru_cache(maxsize=KEPT_TEXTS)
def _numbers(text: str) -> Mapping[str, Quantity]:
    """Numbers in digits beyond single ones, as the text spells them."""
    plain = _DATE.sub(lambda date: " " * len(date.group()), plain_words(normalise(text).text).text)
    found = {}
    for number in quantities(fold(plain)):
        spelt = number.span.of(plain)
        if spelt[0].isdigit() and number.value.strip("0.%") and (len(spelt) > 1):
            found[spelt] = number
    return found
