"""Stitched: clauses of items from different places joined into one event, or an event moved to another place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import Slot
from provenance.detectors.base import Context
from provenance.detectors.hit_table import HitTable
from provenance.detectors.judging import Judging, falls_short, not_spread
from provenance.detectors.outlines import still_valid
from provenance.detectors.retelling import RETRIEVED
from provenance.detectors.shown_parts import with_pictures
from provenance.detectors.stitch.candidates import Table, Told, apart, table_of
from provenance.detectors.stitch.first_look import FirstLook
from provenance.detectors.stitch.joined import Joined, find_joined
from provenance.detectors.stitch.moved import Moved, find_moved
from provenance.detectors.stitch.weights import shipped_weights
from provenance.model.evidence import Kind
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason, describe_interval
from provenance.model.hit import Hit
from provenance.model.silence import Silence
from provenance.model.span import TextSpan
from provenance.scoring.logistic import LogisticBits
from provenance.text.places import Path
from provenance.text.stance import Stance, stance_of

#: Records of each kind that are read; further ones never held the right evidence on the fitted posts.
MOST_RECORDS = 40
#: A record that covers so many bits of a post is told by it, for `explain`: as many as one clause may count. 2026-11.
TELLS_BITS = 12.0

_MOVED_TEXTS = {
    "prior": "how often posts move an event at all",
    "retold_bits": "how far the post retells the record's event, the place left aside",
    "numbers": "numbers of the post that the record has, too",
    "time_agrees": "posted when the record's event was news",
    "rival_bits": "a record at the post's own place tells the same better",
}
_JOINED_TEXTS = {
    "prior": "how often posts join two items at all",
    "weaker_bits": "clauses that each of the two records alone explains, by the weaker one",
    "kind": "both records tell events of one kind",
    "time_agrees": "told at the time of the event of the post's own place, or without a time",
}


class StitchedDetector(Judging):
    """Judges one post against archive items and releases."""

    pattern = Pattern.STITCHED
    looks_at: ClassVar[tuple[Kind, ...]] = (Kind.ARCHIVE, Kind.RELEASE)

    def may_find(self, contexts: Sequence[Context]) -> npt.NDArray[np.bool_]:
        """See `Screens`."""
        table = HitTable.of(contexts, self.looks_at, RETRIEVED, MOST_RECORDS)
        found = table.loose.copy()
        if table.outlines is not None:
            living = table.among(table.still_valid(contexts))
            found[list(FirstLook(contexts, living, table.outlines).worth_reading())] = True
        return found

    def judge(self, context: Context) -> Iterator[Finding | Silence]:
        """See `Judging.judge`. At most one finding: the stronger of the two ways."""
        text = context.post.text
        if not text.strip():
            return
        hits = hits_of(context)
        if not hits:
            return
        stance = stance_of(text)
        if stance != Stance.SPREAD:
            yield Silence(Pattern.STITCHED, not_spread(text, stance))
            return
        table = table_of(text, context.post.posted_at, hits)
        moved, joined = find_moved(table), find_joined(table, shipped_weights("joined"))
        found = [each for each in (_moved(context, table, moved), _joined(context, table, joined)) if each is not None]
        for finding in sorted(found, key=lambda finding: -finding.weight_bits)[:1]:
            yield with_pictures(context, finding)
        if not found:
            yield from _short("moved", moved, table, [moved.record] if moved else [])
            yield from _short("joined", joined, table, [joined.home, joined.other] if joined else [])

    def nearly(self, context: Context) -> Iterator[Silence]:
        """See `Judging.nearly`: the record that tells most of the post, where both are of one place."""
        hits = hits_of(context) if context.post.text.strip() else []
        if not hits:
            return
        table = table_of(context.post.text, context.post.posted_at, hits)
        best = max(range(len(hits)), key=lambda record: sum(table.covers[record]))
        here = table.told_at(best)
        if sum(table.covers[best]) >= TELLS_BITS and table.claimed and here and not apart(table.claimed, here):
            place = "/".join(here[0])
            same = Reason("same-place", f"post and record tell of one place, {place}, or name each place", 0.0)
            yield Silence(Pattern.STITCHED, same, table.told[best].evidence)


def _short(mode: str, found: Moved | Joined | None, table: Table, records: Sequence[int]) -> Iterator[Silence]:
    """The records of which one was nearly enough for this way of stitching."""
    reason = falls_short(shipped_weights(mode).total(found.features), 0.0) if found else None
    if reason is not None:
        for record in records:
            yield Silence(Pattern.STITCHED, reason, table.told[record].evidence)


def _looked_at(context: Context) -> list[Hit]:
    return [hit for kind in (Kind.ARCHIVE, Kind.RELEASE) for hit in context.hits.get(kind, ())[:MOST_RECORDS]]


def hits_of(context: Context) -> list[Hit]:
    """What a post is held against, in the order of its hits; expired records are left out."""
    return still_valid(_looked_at(context), context.now)


def _moved(context: Context, table: Table, found: Moved | None) -> Finding | None:
    weights = shipped_weights("moved")
    if found is None or weights.total(found.features) <= 0:
        return None
    told = table.told[found.record]
    place = "/".join(table.claimed[0])
    there = table.told_at(found.record) or told.places
    where = "/".join(there[0])
    reasons = _reasons("moved", weights, found.features, _MOVED_TEXTS)
    reasons.append(Reason("place_conflict", f"the post says {place}, the record {where}", 0.0))
    whole = TextSpan(0, len(table.post.text.rstrip()) or 1)
    numbers = [number.span for number in table.post.quantities if _agreed(number.spelt, told)]
    spans = numbers or [whole]
    cited = [told, *(table.told[number] for number in found.also)]
    return Finding(
        post_id=context.post.id,
        pattern=Pattern.STITCHED,
        reasons=tuple(reasons),
        matches=tuple(
            Match(each.evidence.id, span, None, "term-coverage", _told_share(table, each))
            for each in cited
            for span in (spans if each is told else [whole])
        ),
        citations=tuple(Citation.of(each.evidence) for each in cited),
        index_version=context.index_version,
        confidence=round(weights.confidence(weights.total(found.features)), 4),
        details={"parts": [_part(told, there, span) for span in spans], "claimed_place": place},
    )


def _told_share(table: Table, told: Told) -> float:
    """The share of the post's terms that the record has."""
    return len(table.post.terms & told.view.terms) / max(1, len(table.post.terms))


def _agreed(spelt: str, told: Told) -> bool:
    return any(ours == spelt for ours, _ in told.slots[Slot.NUMBER].agree)


def _joined(context: Context, table: Table, found: Joined | None) -> Finding | None:
    weights = shipped_weights("joined")
    if found is None or weights.total(found.features) <= 0:
        return None
    sides = [(table.told[found.home], found.home_clauses), (table.told[found.other], found.other_clauses)]
    parts = sorted(
        ((clause, told) for told, clauses in sides for clause in clauses), key=lambda part: table.segments[part[0]].span
    )
    here = table.home_places(found.home) or table.told_at(found.home)
    there = table.told_at(found.other, found.other_clauses) or table.told[found.other].places
    place = "/".join(table.claimed[0] if table.claimed else here[0])
    return Finding(
        post_id=context.post.id,
        pattern=Pattern.STITCHED,
        reasons=tuple(_reasons("joined", weights, found.features, _JOINED_TEXTS)),
        matches=tuple(
            Match(told.evidence.id, table.segments[clause].span, None, "clause-bits", _share(table, clause, told))
            for clause, told in parts
        ),
        citations=tuple(Citation.of(told.evidence) for told, _ in sides),
        index_version=context.index_version,
        confidence=round(weights.confidence(weights.total(found.features)), 4),
        details={
            "parts": [
                _part(told, here if told is table.told[found.home] else there, table.segments[clause].span)
                for clause, told in parts
            ],
            "claimed_place": place,
        },
    )


def _share(table: Table, clause: int, told: Told) -> float:
    """The share of a clause's terms that the record has."""
    terms = table.segments[clause].terms
    return len(terms & told.view.terms) / len(terms) if terms else 0.0


def _part(told: Told, places: Sequence[Path], span: TextSpan) -> dict[str, Any]:
    happened = told.view.happened[0] if told.view.happened else told.evidence.published_at
    return {
        "evidence_id": told.evidence.id,
        "post_span": span.to_dict(),
        "place": "/".join(places[0]) if places else None,
        "event_interval": describe_interval(happened),
    }


def _reasons(mode: str, weights: LogisticBits, features: Any, texts: dict[str, str]) -> list[Reason]:
    return [
        Reason(f"{mode}_{name}" if name == "prior" else name, texts[name], bits)
        for name, bits in weights.contributions(features).items()
    ]
