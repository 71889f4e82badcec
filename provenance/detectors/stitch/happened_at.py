"""Where a text says that its event was: not every place that it names in passing."""

from __future__ import annotations

import re
from functools import lru_cache

from provenance.alignment.event import EventView
from provenance.alignment.event.terms import terms, tokens
from provenance.model.evidence import Evidence
from provenance.text.places import Path, PlaceMention, most_specific
from provenance.text.places.gazetteer import shipped

_SENTENCE = re.compile(r"[^。！？!?;；\n]+")
#: A number in common says more than a word about which sentence a post retells.
_NUMBER_WEIGHT = 3
#: Records whose sentences are kept.
_KEPT = 1024
_SAME_BEFORE = re.compile(r"(?:[跟像和同与]|\b(?:same|just) (?:as|like)(?: in)? )$", re.IGNORECASE)
_SAME_AFTER = re.compile(r"^[^，,。.]{0,3}?(?:一样|那样|一般|似的)")


class Passages:
    """The sentences of a record, each with the places that hold there.

    A headline says where an event was; where it names only a country, or several events, the sentences that a post
    retells say more. A sentence without a place is about the place of the one before it.
    """

    def __init__(self, view: EventView, title: str) -> None:
        self._all = tuple(most_specific(place.path for place in view.places if place.path))
        self._headline = tuple(place.path for place in view.places if place.path and place.span.start < len(title))
        folded = shipped().fold(view.text)
        self._sentences: list[tuple[frozenset[str], frozenset[str], tuple[Path, ...]]] = []
        holds = self._headline
        for found in _SENTENCE.finditer(view.text):
            if found.end() <= len(title):
                continue
            start, end = found.span()
            here = tuple(place.path for place in view.places if place.path and start <= place.span.start < end)
            holds = here or holds
            words = frozenset(terms(tokens(folded[start:end])))
            numbers = frozenset(each.value for each in view.quantities if each.value and start <= each.span.start < end)
            self._sentences.append((words, numbers, holds))

    def told_with(self, words: frozenset[str], numbers: frozenset[str]) -> tuple[Path, ...]:
        """The places of what shares words or numbers: of the headline, as far as the sentences do not narrow them."""
        used = [
            place
            for ours, values, places in self._sentences
            if len(ours & words) + _NUMBER_WEIGHT * len(values & numbers)
            for place in places
        ]
        if self._headline:
            inside = [place for place in used if any(place[: len(head)] == head for head in self._headline)]
            return tuple(most_specific([*self._headline, *inside]))
        return tuple(most_specific(used)) or self._all


def passages_of(record: Evidence, view: EventView) -> Passages:
    """The passages of a record, by what event identity sees of it."""
    return _passages(view, record.title or "")


@lru_cache(maxsize=_KEPT)
def _passages(view: EventView, title: str) -> Passages:
    return Passages(view, title)


def compared_with(text: str, place: PlaceMention) -> bool:
    """Whether a place is named to say that here it is the same as there (跟武汉一样): it is not claimed to be there."""
    before, after = text[: place.span.start], text[place.span.end :]
    found = _SAME_BEFORE.search(before)
    return found is not None and (found.group().isascii() or bool(_SAME_AFTER.match(after)))
