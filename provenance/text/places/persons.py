"""Given names and what they do to a place name beside them: Paris Hilton, Michael Jordan, Austin Powers."""

from __future__ import annotations

import re

from provenance.text.places.words import GIVEN_NAMES, NO_SURNAME

_BEFORE = re.compile(r"([A-Z][a-z]+)(?: [A-Z]\.)? $")
_AFTER = re.compile(r" ([A-Z][a-zé'’]+)")


#: Given names that are above all places: `London Mayor` needs no list of what may follow.
_ABOVE_ALL_PLACES = frozenset(
    {"London", "India", "Israel", "Kenya", "Chad", "Washington", "Dallas", "Denver", "Houston"}
)


def part_of_a_name(text: str, start: int, end: int) -> bool:
    """Whether the words around text[start:end] make a person of it."""
    name = text[start:end]
    before = _BEFORE.search(text, max(0, start - 30), start)
    if before and before[1] in GIVEN_NAMES and before[1] not in _ABOVE_ALL_PLACES and before[1] != name:
        return True
    if name not in GIVEN_NAMES or name in _ABOVE_ALL_PLACES:
        return False
    after = _AFTER.match(text, end)
    return after is not None and after[1] not in NO_SURNAME and not text[start:].istitle()
