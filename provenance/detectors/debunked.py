"""`debunked`: the post spreads a claim that a published fact-check has rated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from provenance.detectors.base import Context
from provenance.detectors.passages import best_passage, common_share
from provenance.detectors.slots import numbers_conflict, places_conflict
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.scoring.calibration import sigmoid
from provenance.text.ratings import Verdict, verdict_of
from provenance.text.stance import Stance, stance_of

#: A record is cited from this weight on. By principle: a wrong finding costs an analyst as much as two missed ones, so
#: the odds must be two to one (bits). November 2026.
LEAST_BITS = 1.0
#: Bits that a place or a number speaks against a match when the post puts another one in its stead. November 2026.
PLACE_BITS, NUMBER_BITS = -6.0, -2.0
#: Two records tell of one rumour when their claims share this much of the shorter one (overlap coefficient of terms).
SAME_RUMOUR = 0.4
#: A confirmed report that fits the post better than the rumour by this many bits is what the post tells.
CONFIRMED_LEADS_BITS = 0.0

_SAID = {
    "prior": "before looking: one candidate among many",
    "words": "words in common with the claim",
    "rare words": "rare words in common",
    "meaning": "nearness in meaning",
    "rank": "place among all records",
    "author": "the author is named by the record",
    "numbers": "numbers",
    "names": "names",
    "length": "lengths of post and claim",
    "time": "published within days of the post",
    "rating": "the publisher's rating",
}


@dataclass(frozen=True, slots=True)
class _Scored:
    """A hit with what the slots add."""

    hit: Hit
    reasons: tuple[Reason, ...]

    @property
    def bits(self) -> float:
        return sum(reason.weight_bits for reason in self.reasons)

    @property
    def record(self) -> Evidence:
        return self.hit.evidence


class DebunkedDetector:
    """One finding for each rumour that the post spreads, with every publisher that refuted it."""

    pattern = Pattern.DEBUNKED

    def detect(self, context: Context) -> Iterator[Finding]:
        """See `Detector.detect`. Silent where the post refutes or asks, and where a confirmed report fits better."""
        hits = context.hits.get(Kind.FACT_CHECK, ())
        strong = [hit for hit in hits if bits_without_rating(hit) > LEAST_BITS]
        if not strong or not context.post.text.strip():
            return
        stance = stance_of(context.post.text)
        if stance != Stance.SPREAD:
            return
        scored = _usable(context.post, strong, context.now)
        confirmed = max((bits_without_rating(hit) for hit in strong if _confirms(hit.evidence)), default=None)
        for group in _rumours(scored):
            if confirmed is not None and confirmed > group[0].bits + CONFIRMED_LEADS_BITS:
                continue
            yield _finding(context, group)


def bits_without_rating(hit: Hit) -> float:
    """How alike post and record are, whatever the publisher found."""
    return hit.weight_bits - hit.contributions.get("rating", 0.0)


def _confirms(record: Evidence) -> bool:
    return verdict_of(record.rating) is Verdict.CONFIRMED


def _usable(post: Post, hits: Sequence[Hit], now: datetime) -> list[_Scored]:
    """Hits that may be cited, best first: alive, not replaced by another hit, refuting, and no other story."""
    replaced = {old for hit in hits if not hit.evidence.expired(now) for old in hit.evidence.supersedes}
    usable = [
        _Scored(hit, _reasons(post, hit))
        for hit in hits
        if not (hit.evidence.expired(now) or hit.evidence.id in replaced or _confirms(hit.evidence))
    ]
    alive = [each for each in usable if each.bits > LEAST_BITS]
    return sorted(alive, key=lambda each: (-each.bits, each.record.id))


def _reasons(post: Post, hit: Hit) -> tuple[Reason, ...]:
    reasons = [
        Reason(code.replace(" ", "-"), _SAID.get(code, code), bits)
        for code, bits in hit.contributions.items()
        if bits or code == "prior"
    ] or [Reason("match", "post and record are alike", hit.weight_bits)]
    told = _told(hit.evidence)
    if place := places_conflict(post.text, told):
        reasons.append(Reason("other-place", f"the record is about {place[0]}, the post about {place[1]}", PLACE_BITS))
    if number := numbers_conflict(post.text, told):
        reasons.append(Reason("other-number", f"the record says {number[0]}, the post {number[1]}", NUMBER_BITS))
    return tuple(reasons)


def _told(record: Evidence) -> str:
    return record.claim or record.title or record.text


def _rumours(scored: Sequence[_Scored]) -> list[list[_Scored]]:
    """Records grouped by what they tell; groups and records best first."""
    groups: list[list[_Scored]] = []
    for each in scored:
        for group in groups:
            if common_share(_told(group[0].record), _told(each.record)) >= SAME_RUMOUR:
                group.append(each)
                break
        else:
            groups.append([each])
    return groups


def _finding(context: Context, group: Sequence[_Scored]) -> Finding:
    lead = group[0]
    post = context.post
    first = min(
        (each.record.published_at for each in group if each.record.published_at), key=lambda at: at.start, default=None
    )
    return Finding(
        post_id=post.id,
        pattern=Pattern.DEBUNKED,
        reasons=lead.reasons,
        matches=tuple(_match(post.text, each.record) for each in group),
        citations=tuple(Citation.of(each.record, quote=_told(each.record) or None) for each in group),
        index_version=context.index_version,
        confidence=round(sigmoid(lead.bits), 4),
        details={
            "days_after": days_after(post.posted_at, first),
            "rating": lead.record.rating,
            "stance": Stance.SPREAD.value,
        },
    )


def days_after(posted_at: Interval | None, published_at: Interval | None) -> float | None:
    """Days from the fact-check to the post, negative when the post came first; None when either date is unknown."""
    if posted_at is None or published_at is None:
        return None
    return round((posted_at.start - published_at.start).total_seconds() / 86_400, 2)


def _match(text: str, record: Evidence) -> Match:
    told = _told(record)
    here = best_passage(text, told)
    there = best_passage(record.text, here.span.of(text)).span if record.text.strip() else None
    return Match(record.id, here.span, there, "term-coverage", here.covered)
