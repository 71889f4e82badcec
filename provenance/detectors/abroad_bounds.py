"""Which records of other languages a post may tell, seen by its ideas alone: most are left out uncompared."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from provenance.alignment.event import EventView
from provenance.detectors.kept import OfRows, kept_beside
from provenance.detectors.outlines import degrees_of
from provenance.detectors.recorded import language_group_of, language_of_record, stored_view, view_of
from provenance.detectors.retelling import DEEPEST
from provenance.indexing.outlines import OutlineArrays
from provenance.model.hit import Hit
from provenance.model.span import TextSpan
from provenance.retrieval.languages import OTHER
from provenance.retrieval.stored_hit import StoredHit, StoredHits
from provenance.scoring.retelling_bits import abroad_weights
from provenance.store.records import RecordTable
from provenance.text.happenings import Happening, events_of, happenings
from provenance.text.language import may_be_in, shown_by_script

#: Further names and numbers tell nothing more.
MOST_NAMES, MOST_NUMBERS = 2, 4
#: A unit of `ideas` and `ideas_missing`: about what two kinds of events are worth.
UNIT_BITS = 10.0


@dataclass(frozen=True, slots=True)
class _Told:
    """What a record tells: the kinds of events of its headline, and all ideas."""

    kinds: frozenset[str]
    ideas: frozenset[Happening]


class _OfIndex(OfRows[_Told]):
    """The same of the records of an index."""


def rising(view: EventView, hits: Sequence[Hit], room: float) -> Iterator[Hit]:
    """Records that may be in another language, tell of an event of the post's kind and could come near what is needed.

    Args:
        view: of the post.
        hits: of any language.
        room: bits that a comparison may lack.
    """
    ours = happenings(view.text)
    kinds = kinds_of(ours)
    if not kinds:
        return
    weights = abroad_weights()
    worth = weights.bits
    least = weights.least_bits - room
    most_numbers = worth["numbers_agree"] * math.log2(1 + MOST_NUMBERS) if view.quantities else 0.0
    base = weights.prior_bits + worth["place_depth"] * DEEPEST
    for hit, told in _of_kinds(view.text, kinds, hits):
        bits = base + worth["ideas"] * sum(idea.rarity for idea in ours if idea in told.ideas) / UNIT_BITS
        if view.names and _script_of(hit) == view.script:
            bits += worth["names"] * MOST_NAMES
        if bits < least <= bits + most_numbers and degrees_of(view, [hit])[0] > 0:
            bits += most_numbers
        if bits >= least:
            yield hit


def is_foreign(view: EventView, hit: Hit) -> bool:
    """Whether a post is clearly in another language than the record of a hit."""
    if isinstance(hit, StoredHit) and (language := language_group_of(hit)) != OTHER:
        return not may_be_in(view.text, language)
    return _script_of(hit) not in (None, view.script) or not may_be_in(view.text, language_of_record(hit))


def kinds_of(ideas: Mapping[Happening, TextSpan]) -> frozenset[str]:
    """The kinds of events among ideas."""
    return frozenset(idea.kind for idea in events_of(ideas))


def headline_kinds(record: str) -> frozenset[str]:
    """The kinds of events that the first line of a record tells, or all of it where that tells none."""
    return kinds_of(happenings(record.partition("\n")[0])) or kinds_of(happenings(record))


def _of_kinds(text: str, kinds: frozenset[str], hits: Sequence[Hit]) -> Iterator[tuple[Hit, _Told]]:
    """Hits whose records tell of such events, without those whose language may be the post's by its script alone."""
    if not isinstance(hits, StoredHits):
        read = ((hit, _read(view_of(hit).text)) for hit in hits)
        yield from ((hit, told) for hit, told in read if kinds & told.kinds)
        return
    records, outlines, known = hits.records, hits.outlines, kept_beside(hits.outlines, _OfIndex)
    names, numbers = outlines.tables.languages, outlines.languages[hits.rows].tolist()
    make = partial(_read_stored, records, outlines)
    own = {number for number in set(numbers) if names[number] != OTHER and shown_by_script(text, names[number])}
    for place, (row, number) in enumerate(zip(hits.rows.tolist(), numbers, strict=True)):
        if number not in own:
            told = known.of(row, make)
            if kinds & told.kinds:
                yield hits[place], told


def _script_of(hit: Hit) -> str | None:
    return hit.outlines.script_of(hit.row) if isinstance(hit, StoredHit) else view_of(hit).script


def _read_stored(records: RecordTable, outlines: OutlineArrays, row: int) -> _Told:
    return _read(stored_view(records, outlines, row).text)


def _read(text: str) -> _Told:
    return _Told(headline_kinds(text), frozenset(happenings(text)))
