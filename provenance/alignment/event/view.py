"""What a text tells of an event: words, numbers, names, places and times, read once and compared often."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache

from provenance.alignment.event.terms import shingles, terms, tokens
from provenance.model.interval import Interval
from provenance.text.dates import TimeKind, TimeMention, find_times
from provenance.text.language import script_of
from provenance.text.places import Path, PlaceMention, find_places, most_specific
from provenance.text.places.gazetteer import shipped
from provenance.text.quantities import Quantity, quantities

#: Characters of a long record that are compared; news tells its event at the beginning.
LEAD_LENGTH = 2000
#: Views that are kept: several detectors read the same post, and the same records come back for post after post.
KEPT_VIEWS = 4096
#: Only expressions that name their year survive without a base, so that any moment serves.
_NO_BASE = datetime(2000, 1, 1, tzinfo=UTC)
_YEAR = re.compile(r"\d{4}")
HEAD_TOKENS = 80
_CAPITAL = re.compile(
    r"(?<![.!?\n] )(?<!^)(?<![\"“'‘] )\b[A-ZÀ-ÞА-ЯЁ][a-zà-žа-яё]+(?:[ -][A-ZÀ-ÞА-ЯЁ][a-zà-žа-яё]+)*|\b[A-Z]{2,6}\b"
)
_QUOTED = re.compile(r"[“「『《«\"]([^”」』》»\"]{2,16})[”」』》»\"]")
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{2,5}·[\u4e00-\u9fff]{2,5}")


@dataclass(frozen=True, slots=True)
class Read:
    """What is dear to read of a text, as `EventView` has it."""

    script: str | None
    specific: tuple[Path, ...]
    dated: tuple[Interval, ...]
    calendar_days: frozenset[tuple[int, int, int, int]]


@dataclass(frozen=True)
class EventView:
    """One text as event identity sees it; each part is read when it is asked for, and once."""

    text: str
    #: When it was published or posted, as far as known.
    base: Interval | None
    #: The event's own dates where the record states them.
    event: Interval | None = field(default=None)

    @cached_property
    def script(self) -> str | None:
        """The script that most of the text is written in."""
        return script_of(self.text)

    @cached_property
    def terms(self) -> frozenset[str]:
        """What the text is about."""
        return frozenset(terms(self.tokens()))

    @cached_property
    def head(self) -> frozenset[str]:
        """Terms of the beginning, where news names its event."""
        return frozenset(terms(self.tokens()[:HEAD_TOKENS]))

    @cached_property
    def shingles(self) -> frozenset[str]:
        """Runs of characters or words, in their order."""
        return frozenset(shingles(self.tokens()))

    @cached_property
    def caseless(self) -> str:
        """The text in one case."""
        return self.text.casefold()

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Numbers with what they count."""
        return quantities(shipped().fold(self.text))

    @cached_property
    def names(self) -> frozenset[str]:
        """Words that look like names."""
        return frozenset(_names(self.text))

    @cached_property
    def places(self) -> tuple[PlaceMention, ...]:
        """The places that the text names."""
        return find_places(self.text)

    @cached_property
    def specific(self) -> tuple[Path, ...]:
        """The places that the text names, those left out that only hold another one of them."""
        return tuple(most_specific(mention.path for mention in self.places if mention.path))

    @cached_property
    def place_terms(self) -> frozenset[str]:
        """The terms of which the names of places are made."""
        return frozenset(term for place in self.places for term in terms(tokens(place.span.of(self.text).casefold())))

    @cached_property
    def terms_beside_places(self) -> frozenset[str]:
        """The terms without the names of places, which are compared as places."""
        return self.terms - self.place_terms

    @cached_property
    def times(self) -> tuple[TimeMention, ...]:
        """The times that the text names."""
        return _times(self.text, self.base)

    @cached_property
    def calendar_days(self) -> frozenset[tuple[int, int, int, int]]:
        """Month, day, hour and minute that the text names by the calendar or the clock: what an old notice keeps."""
        found = set()
        for time in self.times:
            if time.start is None or time.end is None or time.kind is TimeKind.NOW:
                continue
            if time.kind is TimeKind.RELATIVE:
                if time.end - time.start <= timedelta(minutes=1):
                    found.add((0, 0, time.start.hour, time.start.minute))
            elif time.end - time.start <= timedelta(days=62):
                found |= {(at.month, at.day, at.hour, at.minute) for at in (time.start, time.end)}
                found.add((time.start.month, time.start.day, 0, 0))
        return frozenset(found)

    def tokens(self) -> list[str]:
        """Words and characters in their order; not kept, since they take more room than all else."""
        return tokens(shipped().fold(self.text))

    @cached_property
    def happened(self) -> tuple[Interval, ...]:
        """When the text says things happened: dated expressions; the stated event comes first."""
        return ((self.event,) if self.event else ()) + self.dated

    @cached_property
    def dated(self) -> tuple[Interval, ...]:
        """What the expressions of time that are dates mean, in their order."""
        dated = (time for time in self.times if time.kind in (TimeKind.ABSOLUTE, TimeKind.RELATIVE))
        return tuple(Interval(time.start, time.end) for time in dated if time.start and time.end)

    @property
    def is_read(self) -> bool:
        """Whether all of `Read` is there already."""
        return all(name in self.__dict__ for name in Read.__slots__)

    def recall(self, read: Read) -> None:
        """Take over what was read of the same text before, as long as it was not read here."""
        for name in Read.__slots__:
            self.__dict__.setdefault(name, getattr(read, name))


def event_view(text: str, base: Interval | None, *, event: Interval | None = None) -> EventView:
    """Read a text.

    Args:
        text: of a post or a record.
        base: when it was posted or published; relative times are read from there, and left out without it.
        event: the record's own statement of when its event took place.
    """
    return _view(text[:LEAD_LENGTH], base, event, _zone(base), _zone(event))


def _zone(moment: Interval | None) -> timedelta | None:
    return moment.start.utcoffset() if moment else None


@lru_cache(maxsize=KEPT_VIEWS)
def _view(
    lead: str, base: Interval | None, event: Interval | None, base_zone: timedelta | None, event_zone: timedelta | None
) -> EventView:
    # The zones are part of the key: one moment written in two zones is equal, but its "today" is not.
    return EventView(lead, base, event)


def _times(text: str, base: Interval | None) -> tuple[TimeMention, ...]:
    moment = base.start if base else _NO_BASE
    found = find_times(text, moment)
    return found if base else tuple(time for time in found if _YEAR.search(time.span.of(text)))


def _names(text: str) -> set[str]:
    """Capitalised words inside sentences, words in quotation marks, transliterated names."""
    found = {word for match in _CAPITAL.finditer(text) for word in match.group().casefold().split() if len(word) > 2}
    found |= {match[1].casefold() for match in _QUOTED.finditer(text)}
    found |= {match.group() for match in _FOREIGN.finditer(text)}
    return found
