"""`debunked`: the post spreads a claim that a published fact-check has rated."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from provenance.alignment.claim_parts import only_the_subject
from provenance.alignment.claim_voice import Voice, voice_on
from provenance.alignment.event.another import told_apart
from provenance.detectors import word_by_word
from provenance.detectors.assessment import Assessment
from provenance.detectors.base import Context
from provenance.detectors.hit_table import HitTable
from provenance.detectors.judging import Judging, falls_short, not_spread
from provenance.detectors.passages import words_of
from provenance.detectors.rumours import Scored, finding_of, rumours_of, told_by
from provenance.detectors.slots import numbers_conflict, places_conflict
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Finding, Pattern, Reason
from provenance.model.hit import Hit
from provenance.model.post import Post
from provenance.model.silence import Silence
from provenance.retrieval.stored_hit import StoredHit, group_bits, weights_of
from provenance.scoring.weights import DEBUNKED
from provenance.scoring.wordwise_bits import least_nearness
from provenance.text.language import may_be_in, primary_subtag, script_of
from provenance.text.ratings import Verdict, verdict_of
from provenance.text.stance import Stance, stance_of
from provenance.text.warnings import promises, says_harmful, says_healing, warns

#: A record is cited from this weight on. By principle: a wrong finding costs an analyst as much as two missed ones, so
#: the odds must be two to one (bits). November 2026.
LEAST_BITS = 1.0
#: Bits that a place or a number speaks against a match when the post puts another one in its stead. November 2026.
PLACE_BITS, NUMBER_BITS = -6.0, -2.0
#: An event of this sort is another one than that of a rumour of disaster.
_ENDS_WELL = frozenset({"mild", "unhurt", "drill"})
#: Bits that it speaks against a match when the post denies what the claim says, or asks whether it is so. Of the posts
#: in the public sets that match a claim, 1 in 100 reads so without meaning it; no Chinese one. November 2026.
VOICE_BITS = -8.0
#: Bits that it speaks against a match when the post says no more of the claim than the report of an event that it fits
#: more likely than not: it tells the event, not the rumour about it. By principle, November 2026.
EVENT_BITS, EVENT_FROM_BITS = -9.0, 0.0
#: In an index of few records a post about a topic meets the only record about it, and nothing nearer stands beside it.
#: There a post must have this share of the claim's words, or be so near to it in meaning (standard deviations). By
#: principle, November 2026.
TOPIC_BITS, FEW_RECORDS, LEAST_COVERED, LEAST_NEARNESS = -9.0, 1000, 0.25, 4.0
#: Languages of which it is known how common each word is (`retrieval/tables`). In others every word counts as rare
#: that few records have: there a post must say this share of the claim word by word. By principle, November 2026.
_COUNTED, LEAST_SAID = ("zh", "en"), 0.48
#: Hits in doubt that are laid beside a post word by word: each costs a pass of the encoder.
MOST_READ = 3
#: Hits that rank below these log2 odds are not looked at: nothing that far off was ever a match. November 2026.
NEAR_BITS = -6.0


#: Sums in another order, and of other precision, differ by less than this; bits.
SLACK = 1e-3


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
        totals = self._judge.totals(table.features, table.group("time"))
        wordwise = any(context.wordwise for context in contexts)
        least = word_by_word.LEAST_IN_DOUBT if wordwise else LEAST_BITS
        enough = (totals > least - SLACK) & (table.bits - table.group("rating") > NEAR_BITS)
        if wordwise and word_by_word.NEARNESS in self._judge.names:
            nearness = table.features[:, self._judge.names.index(word_by_word.NEARNESS)]
            records = len(table.outlines) if table.outlines else 0
            enough |= (totals <= least) & (nearness >= least_nearness(records))
        found = table.loose.copy()
        found[table.owners[enough]] = True
        return found

    def detect(self, context: Context) -> Iterator[Finding]:
        """See `Detector.detect`. Of a post that refutes or asks, no claim is read word by word."""
        return super().detect(context) if stance_of(context.post.text) == Stance.SPREAD else iter(())

    def judge(self, context: Context) -> Iterator[Finding | Silence]:
        """See `Judging.judge`. Silent where the post refutes or asks, and where a confirmed report fits better."""
        found = context.hits.get(Kind.FACT_CHECK, ())
        if not len(found) or not context.post.text.strip():
            return
        near = weights_of(found) - group_bits(found, "rating") > NEAR_BITS
        hits = [found[place] for place in np.flatnonzero(near).tolist()]
        judged, aside = self._judged(context, hits)
        if all(each.bits <= LEAST_BITS for each in judged):
            judged = [*self._from_abroad(context, found), *judged]
        scored = [each for each in judged if each.bits > LEAST_BITS]
        stance = stance_of(context.post.text)
        if scored and stance != Stance.SPREAD:
            yield _silent(not_spread(context.post.text, stance), scored[0].record)
            return
        confirmed = max((hit for hit in hits if _confirms(hit.evidence)), key=bits_without_rating, default=None)
        for group in rumours_of(scored):
            if confirmed is None or bits_without_rating(confirmed) <= bits_without_rating(group[0].hit):
                yield finding_of(context, group, self._judge.confidence(group[0].bits))
            else:
                yield _silent(
                    Reason("confirmed", "this report fits better, and it is rated true", 0.0), confirmed.evidence
                )
        for each in judged[len(scored) :]:
            against = each.slots or each.known
            yield _silent(min(against, key=lambda reason: reason.weight_bits), each.record)
        yield from aside

    def nearly(self, context: Context) -> Iterator[Silence]:
        """See `Judging.nearly`: a report that its publisher confirmed, or a claim of which the post says too little."""
        hits = context.hits.get(Kind.FACT_CHECK, ())
        near = (hit for hit in hits if _confirms(hit.evidence))
        best = max(near, key=bits_without_rating, default=None)
        if best is not None and bits_without_rating(best) > LEAST_BITS:
            yield _silent(Reason("confirmed", "this report fits, and it is rated true", 0.0), best.evidence)
            return
        told = ((self._bits(context, hit), hit) for hit in hits if not _confirms(hit.evidence))
        bits, nearest = max(told, key=lambda each: each[0], default=(-math.inf, None))
        if nearest is not None and (short := falls_short(bits, LEAST_BITS)):
            yield _silent(short, nearest.evidence)

    def _bits(self, context: Context, hit: Hit) -> float:
        """What speaks for a hit, before slots."""
        total = sum(reason.weight_bits for reason in self._judge.reasons(hit))
        words = word_by_word.of_each_word(context, told_by(hit.evidence), total)
        return total + (words.weight_bits if words else 0.0)

    def _judged(self, context: Context, hits: Sequence[Hit]) -> tuple[list[Scored], list[Silence]]:
        """Hits that would do without what slots add, best first; and those that may not be cited at all."""
        events = context.hits.get(Kind.ARCHIVE, ())
        replaced = {old for hit in hits if not hit.evidence.expired(context.now) for old in hit.evidence.supersedes}
        kept: list[Scored] = []
        looked = 0
        aside: list[Silence] = []
        for hit in hits:
            if _confirms(record := hit.evidence):
                continue
            known = self._judge.reasons(hit)
            total = sum(reason.weight_bits for reason in known)
            words = word_by_word.of_each_word(context, told_by(record), total) if looked < MOST_READ else None
            if words:
                looked += 1
                if total + words.weight_bits <= LEAST_BITS < total:
                    aside.append(_silent(words, record))
                known, total = (*known, words), total + words.weight_bits
            if total <= LEAST_BITS:
                continue
            if record.expired(context.now):
                aside.append(_silent(Reason("expired", "the fact-check says that it no longer holds", 0.0), record))
            elif record.id in replaced:
                aside.append(_silent(Reason("replaced", "another fact-check says that it replaces it", 0.0), record))
            else:
                # Slots only speak against a match: where the rest falls short already, nobody need read places.
                kept.append(Scored(hit, known, tuple(_slots(context, hit, events))))
        return sorted(kept, key=lambda each: (-each.bits, each.record.id)), aside

    def _from_abroad(self, context: Context, hits: Sequence[Hit]) -> list[Scored]:
        """Hits of other languages that may be cited, best first; their words tell nothing, each of them does."""
        now = context.now
        may = [
            hit for hit in word_by_word.near_enough(hits) if not (_confirms(hit.evidence) or hit.evidence.expired(now))
        ]
        found = word_by_word.from_abroad(context, may)
        scored = [
            Scored(hit, (reason,), tuple(_contradictions(context.post, told_by(hit.evidence))), part)
            for hit, reason, part in found
        ]
        return sorted(scored, key=lambda each: (-each.bits, each.record.id))


def _silent(reason: Reason, record: Evidence) -> Silence:
    return Silence(Pattern.DEBUNKED, reason, record)


def bits_without_rating(hit: Hit) -> float:
    """How alike post and record are, whatever the publisher found."""
    return hit.weight_bits - hit.contributions.get("rating", 0.0)


def _confirms(record: Evidence) -> bool:
    return verdict_of(record.rating) is Verdict.CONFIRMED


def _slots(context: Context, hit: Hit, events: Sequence[Hit]) -> Iterator[Reason]:
    post, record = context.post, hit.evidence
    yield from _contradictions(post, told_by(record))
    # Only a stated claim is known to be what is refuted: a title may say how things really are.
    voice = voice_on(post.text, record.claim) if record.claim else None
    if voice and voice.clause:
        words = voice.clause.of(post.text).strip()
        if voice.voice is Voice.DENIES:
            yield Reason("denies", f"the post says that it is not so: “{words}”", VOICE_BITS)
        else:
            yield Reason("asks", f"the post asks whether it is so: “{words}”", VOICE_BITS)
    if _only_the_topic(context, hit) or _without_the_effect(post, record):
        yield Reason("only-the-topic", "the post shares the topic of the claim, and little of what it says", TOPIC_BITS)
    if event := _event_told(post, hit, events):
        said = f"the post says no more of it than the report of the event: {event.title or event.id}"
        yield Reason("tells-the-event", said, EVENT_BITS)


def _contradictions(post: Post, told: str) -> Iterator[Reason]:
    if place := places_conflict(post.text, told):
        yield Reason("other-place", f"the record is about {place[0]}, the post about {place[1]}", PLACE_BITS)
    apart = told_apart(post.text, told, specific=False)
    if apart and apart.code in _ENDS_WELL:
        said = f"the post tells of an end without harm, the record does not: “{apart.span.of(post.text)}”"
        yield Reason("mild", said, PLACE_BITS)
    if number := numbers_conflict(post.text, told):
        yield Reason("other-number", f"the record says {number[0]}, the post {number[1]}", NUMBER_BITS)


def _only_the_topic(context: Context, hit: Hit) -> bool:
    if not isinstance(hit, StoredHit) or not (claim := hit.evidence.claim):
        return False
    if primary_subtag(hit.evidence.lang or _COUNTED[0]) not in _COUNTED and context.wordwise:
        words = context.wordwise.between(context.post.text, claim)
        return words is not None and words.beyond_chance < LEAST_SAID
    if len(hit.outlines) >= FEW_RECORDS:
        return False
    if only_the_subject(context.post.text, claim) and not warns(context.post.text):
        return True
    known = hit.features
    return known["words_covered_claim"] < LEAST_COVERED and known["meaning_head_z"] < LEAST_NEARNESS


def _without_the_effect(post: Post, record: Evidence) -> bool:
    """Whether the claim says that a thing harms, or heals, and the post, in the claim's script, says neither."""
    claim, text = record.claim or "", post.text
    harms, heals = says_harmful(claim), says_healing(claim)
    if not (harms or heals) or (harms and warns(text)) or (heals and promises(text)):
        return False
    # What helps is told in more words than what harms, of which few languages are known.
    return script_of(text) == script_of(claim) and not (heals and record.lang and not may_be_in(text, record.lang))


def _event_told(post: Post, hit: Hit, events: Sequence[Hit]) -> Evidence | None:
    """A report of an event that the post fits, where the post has no word that only the claim has."""
    near = [each.evidence for each in events if each.weight_bits >= EVENT_FROM_BITS]
    claim = words_of(hit.evidence.claim or "") if near else frozenset()
    for record in near:
        alone = claim - words_of(f"{record.title or ''} {record.text}")
        if alone and not alone & words_of(post.text):
            return record
    return None
