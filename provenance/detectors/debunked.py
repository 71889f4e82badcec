"""`debunked`: the post spreads a claim that a published fact-check has rated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from provenance.alignment.claim_voice import Voice, voice_on
from provenance.detectors.assessment import Assessment
from provenance.detectors.base import Context
from provenance.detectors.hit_table import HitTable
from provenance.detectors.judging import Judging, not_spread
from provenance.detectors.passages import best_passage, common_share, words_of
from provenance.detectors.slots import numbers_conflict, places_conflict
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.model.rating_history import former_ratings
from provenance.model.silence import Silence
from provenance.retrieval.stored_hit import StoredHit, group_bits, weights_of
from provenance.scoring.weights import DEBUNKED
from provenance.text.ratings import Verdict, verdict_of
from provenance.text.stance import Stance, stance_of

#: A record is cited from this weight on. By principle: a wrong finding costs an analyst as much as two missed ones, so
#: the odds must be two to one (bits). November 2026.
LEAST_BITS = 1.0
#: Bits that a place or a number speaks against a match when the post puts another one in its stead. November 2026.
PLACE_BITS, NUMBER_BITS = -6.0, -2.0
#: Bits that it speaks against a match when the post denies what the claim says, or asks whether it is so. Of the posts
#: in the public sets that match a claim, 1 in 100 reads so without meaning it; no Chinese one. November 2026.
VOICE_BITS = -6.0
#: Bits that it speaks against a match when the post says no more of the claim than the report of an event that it fits
#: more likely than not: it tells the event, not the rumour about it. By principle, November 2026.
EVENT_BITS, EVENT_FROM_BITS = -9.0, 0.0
#: In an index of few records a post about a topic meets the only record about it, and nothing nearer stands beside it.
#: There a post must have this share of the claim's words, or be so near to it in meaning (standard deviations). By
#: principle, November 2026.
TOPIC_BITS, FEW_RECORDS, LEAST_COVERED, LEAST_NEARNESS = -9.0, 1000, 0.25, 4.0
#: Two records tell of one rumour when their claims share this much of the shorter one (overlap coefficient of terms).
SAME_RUMOUR = 0.4
#: Hits that rank below these log2 odds are not looked at: nothing that far off was ever a match. November 2026.
NEAR_BITS = -6.0


#: Sums in another order, and of other precision, differ by less than this; bits.
SLACK = 1e-3


@dataclass(frozen=True, slots=True)
class _Scored:
    """A hit with what speaks for and against it, and what the slots add."""

    hit: Hit
    known: tuple[Reason, ...]
    slots: tuple[Reason, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return (*self.known, *self.slots)

    @property
    def bits(self) -> float:
        return sum(reason.weight_bits for reason in self.reasons)

    @property
    def record(self) -> Evidence:
        return self.hit.evidence


class Judge(Protocol):
    """Says how far a hit is a match, by itself."""

    @property
    def names(self) -> tuple[str, ...]:
        """The features that it weighs."""

    def totals(self, features: npt.NDArray[np.float64], time: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The sum of the reasons of each of many hits."""

    def reasons(self, hit: Hit) -> tuple[Reason, ...]:
        """Bits for and against."""

    def confidence(self, bits: float) -> float:
        """The probability that their sum means."""


class DebunkedDetector(Judging):
    """One finding for each rumour that the post spreads, with every publisher that refuted it.

    Args:
        judge: None means the shipped weights.
    """

    pattern = Pattern.DEBUNKED
    looks_at: ClassVar[tuple[Kind, ...]] = (Kind.FACT_CHECK, Kind.ARCHIVE)

    def __init__(self, judge: Judge | None = None) -> None:
        self._judge = judge or Assessment(DEBUNKED)

    def may_find(self, contexts: Sequence[Context]) -> npt.NDArray[np.bool_]:
        """See `Screens`. Slots only speak against a match: some sum must be enough without them."""
        table = HitTable.of(contexts, (Kind.FACT_CHECK,), self._judge.names)
        enough = self._judge.totals(table.features, table.group("time")) > LEAST_BITS - SLACK
        found = table.loose.copy()
        found[table.owners[enough & (table.bits - table.group("rating") > NEAR_BITS)]] = True
        return found

    def judge(self, context: Context) -> Iterator[Finding | Silence]:
        """See `Judging.judge`. Silent where the post refutes or asks, and where a confirmed report fits better."""
        found = context.hits.get(Kind.FACT_CHECK, ())
        if not len(found) or not context.post.text.strip():
            return
        near = weights_of(found) - group_bits(found, "rating") > NEAR_BITS
        hits = [found[place] for place in np.flatnonzero(near).tolist()]
        judged, aside = self._judged(context, hits)
        scored = [each for each in judged if each.bits > LEAST_BITS]
        stance = stance_of(context.post.text)
        if scored and stance != Stance.SPREAD:
            yield _silent(not_spread(context.post.text, stance), scored[0].record)
            return
        confirmed = max((hit for hit in hits if _confirms(hit.evidence)), key=bits_without_rating, default=None)
        for group in _rumours(scored):
            if confirmed is None or bits_without_rating(confirmed) <= bits_without_rating(group[0].hit):
                yield _finding(context, group, self._judge.confidence(group[0].bits))
            else:
                yield _silent(
                    Reason("confirmed", "this report fits better, and it is rated true", 0.0), confirmed.evidence
                )
        for each in judged[len(scored) :]:
            yield _silent(min(each.slots, key=lambda reason: reason.weight_bits), each.record)
        yield from aside

    def _judged(self, context: Context, hits: Sequence[Hit]) -> tuple[list[_Scored], list[Silence]]:
        """Hits that would do without what slots add, best first; and those that may not be cited at all."""
        events = context.hits.get(Kind.ARCHIVE, ())
        replaced = {old for hit in hits if not hit.evidence.expired(context.now) for old in hit.evidence.supersedes}
        kept: list[_Scored] = []
        aside: list[Silence] = []
        for hit in hits:
            record, known = hit.evidence, () if _confirms(hit.evidence) else self._judge.reasons(hit)
            if not known or sum(reason.weight_bits for reason in known) <= LEAST_BITS:
                continue
            if record.expired(context.now):
                aside.append(_silent(Reason("expired", "the fact-check says that it no longer holds", 0.0), record))
            elif record.id in replaced:
                aside.append(_silent(Reason("replaced", "another fact-check says that it replaces it", 0.0), record))
            else:
                # Slots only speak against a match: where the rest falls short already, nobody need read places.
                kept.append(_Scored(hit, known, tuple(_slots(context.post, hit, events))))
        return sorted(kept, key=lambda each: (-each.bits, each.record.id)), aside


def _silent(reason: Reason, record: Evidence) -> Silence:
    return Silence(Pattern.DEBUNKED, reason, record.id)


def bits_without_rating(hit: Hit) -> float:
    """How alike post and record are, whatever the publisher found."""
    return hit.weight_bits - hit.contributions.get("rating", 0.0)


def _confirms(record: Evidence) -> bool:
    return verdict_of(record.rating) is Verdict.CONFIRMED


def _slots(post: Post, hit: Hit, events: Sequence[Hit]) -> Iterator[Reason]:
    record = hit.evidence
    told = _told(record)
    if place := places_conflict(post.text, told):
        yield Reason("other-place", f"the record is about {place[0]}, the post about {place[1]}", PLACE_BITS)
    if number := numbers_conflict(post.text, told):
        yield Reason("other-number", f"the record says {number[0]}, the post {number[1]}", NUMBER_BITS)
    # Only a stated claim is known to be what is refuted: a title may say how things really are.
    voice = voice_on(post.text, record.claim) if record.claim else None
    if voice and voice.clause:
        words = voice.clause.of(post.text).strip()
        if voice.voice is Voice.DENIES:
            yield Reason("denies", f"the post says that it is not so: “{words}”", VOICE_BITS)
        else:
            yield Reason("asks", f"the post asks whether it is so: “{words}”", VOICE_BITS)
    if _only_the_topic(hit):
        yield Reason("only-the-topic", "the post shares the topic of the claim, and little of what it says", TOPIC_BITS)
    if event := _event_told(post, hit, events):
        said = f"the post says no more of it than the report of the event: {event.title or event.id}"
        yield Reason("tells-the-event", said, EVENT_BITS)


def _only_the_topic(hit: Hit) -> bool:
    if not isinstance(hit, StoredHit) or len(hit.outlines) >= FEW_RECORDS or not hit.evidence.claim:
        return False
    known = hit.features
    return known["words_covered_claim"] < LEAST_COVERED and known["meaning_head_z"] < LEAST_NEARNESS


def _event_told(post: Post, hit: Hit, events: Sequence[Hit]) -> Evidence | None:
    """A report of an event that the post fits, where the post has no word that only the claim has."""
    near = [each.evidence for each in events if each.weight_bits >= EVENT_FROM_BITS]
    claim = words_of(hit.evidence.claim or "") if near else frozenset()
    for record in near:
        alone = claim - words_of(f"{record.title or ''} {record.text}")
        if alone and not alone & words_of(post.text):
            return record
    return None


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


def _finding(context: Context, group: Sequence[_Scored], confidence: float) -> Finding:
    lead = group[0]
    post = context.post
    first = min(
        (each.record.published_at for each in group if each.record.published_at), key=lambda at: at.start, default=None
    )
    return Finding(
        post_id=post.id,
        pattern=Pattern.DEBUNKED,
        reasons=(*lead.reasons, *_changed_ratings(group)),
        matches=tuple(_match(post.text, each.record) for each in group),
        citations=tuple(Citation.of(each.record, quote=_told(each.record) or None) for each in group),
        index_version=context.index_version,
        confidence=round(confidence, 4),
        details={
            "days_after": days_after(post.posted_at, first),
            "rating": lead.record.rating,
            "stance": Stance.SPREAD.value,
            **_rating_changes(group),
        },
    )


def _changed_ratings(group: Sequence[_Scored]) -> Iterator[Reason]:
    """A publisher that changed its mind: worth no bits, but whoever reads the finding must know."""
    for each in group:
        if before := former_ratings(each.record):
            now = f"“{each.record.rating}” now" if each.record.rating else "no rating now"
            told = ", ".join(map(str, before))
            yield Reason("rating-changed", f"{each.record.publisher or each.record.id} rated it {told}; {now}", 0.0)


def _rating_changes(group: Sequence[_Scored]) -> dict[str, list[dict[str, str]]]:
    """The detail `rating_changes`, absent where no cited record ever had another rating."""
    changes = [
        {"evidence_id": each.record.id, "rating": former.rating, "until": former.until}
        for each in group
        for former in former_ratings(each.record)
    ]
    return {"rating_changes": changes} if changes else {}


def days_after(posted_at: Interval | None, published_at: Interval | None) -> int | None:
    """Whole days from the fact-check to the post, negative when the post came first; None when a date is unknown."""
    if posted_at is None or published_at is None:
        return None
    return round((posted_at.start - published_at.start).total_seconds() / 86_400)


def _match(text: str, record: Evidence) -> Match:
    told = _told(record)
    here = best_passage(text, told)
    there = best_passage(record.text, here.span.of(text)).span if record.text.strip() else None
    return Match(record.id, here.span, there, "term-coverage", here.covered)
