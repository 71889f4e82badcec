"""`reheated`: the post tells a dated archive event as if it were happening now, or with its date changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView, event_view
from provenance.detectors.another_event import at_the_same_place, elsewhere, is_kind_of_event, tells_another
from provenance.detectors.base import Context
from provenance.detectors.bounded_hits import BoundedHits
from provenance.detectors.claimed_time import ClaimedTime, claimed_time, states_true_date
from provenance.detectors.headroom import Headroom, worth_of
from provenance.detectors.hit_table import HitTable
from provenance.detectors.judging import Judging, falls_short, not_spread
from provenance.detectors.old_news import are_old, split_by_age
from provenance.detectors.outlines import abroad_of, caps_of, degrees_of
from provenance.detectors.passages import best_passage
from provenance.detectors.retelling import (
    RETRIEVED,
    ChooseWeights,
    Retelling,
    event_interval,
    retelling_of,
    weights_for,
)
from provenance.detectors.shown_parts import with_pictures
from provenance.model.evidence import Evidence, Kind
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.model.silence import Silence
from provenance.text.stance import Stance, stance_of
from provenance.text.telling import Telling, telling_of

#: A recent record counts against old news from this much evidence on, bit for bit. 2026-11.
RECENT_FROM_BITS = -6.0
#: A recent record at least this likely to be what the post tells silences the pattern. 2026-11.
RECENT_SILENCES_BITS = -3.5
#: Other records are of the event from this much evidence on, or down to so many bits below the best. 2026-11.
SURE_BITS, SAME_STORY_BITS = 1.0, 3.0
MOST_CITED = 6
#: The post itself says that it is news. Origin: rounded log2 ratio of shares on the public half, 2026-11.
CURRENT_DATE_BITS, NEWS_WORD_BITS = 0.5, 0.5
_CUE_BITS = max(CURRENT_DATE_BITS, NEWS_WORD_BITS)

_SAID = {
    "prior": "before looking: one old record among many",
    "told": "the share of the post's rare words that the record has",
    "words": "the share of the post's words that the record has",
    "names": "names in common",
    "numbers_agree": "equal numbers",
    "days_agree": "the same days of the calendar",
    "numbers_conflict": "numbers that differ",
    "place_depth": "the same place",
    "place_conflict": "other places",
    "meaning_gap": "how far behind the record that is nearest in meaning",
    "meaning_abroad": "nearness in meaning to a record in another language",
}


class ReheatedDetector(Judging):
    """At most one finding for a post: the event that it tells as news, with all known records of it."""

    pattern = Pattern.REHEATED
    looks_at: ClassVar[tuple[Kind, ...]] = (Kind.ARCHIVE, Kind.RELEASE)

    def __init__(self, choose: ChooseWeights = weights_for) -> None:
        self._choose = choose

    def may_find(self, contexts: Sequence[Context]) -> npt.NDArray[np.bool_]:
        """See `Screens`: some old record may be told surely enough, by what words, names, numbers and dates allow."""
        table = HitTable.of(contexts, (Kind.ARCHIVE,), RETRIEVED)
        found = table.loose.copy()
        if table.outlines is None:
            return found
        weights = self._choose({"told": 0.0})
        table = table.among(are_old(table, contexts))
        bounded, least, worth = (
            BoundedHits.of(table, contexts, weights),
            weights.least_bits - _CUE_BITS,
            worth_of(weights),
        )
        left = np.flatnonzero(bounded.ceilings(worth) >= least)
        for hit, place in zip(left.tolist(), table.owners[left].tolist(), strict=True):
            if not found[place] and (view := bounded.views.get(place)):
                room = Headroom(view, self._choose)
                found[place] = room.rises(bounded.at(hit), worth, least, partial(table.view, hit))
        return found

    def judge(self, context: Context) -> Iterator[Finding | Silence]:
        """See `Judging.judge`.

        Silent where the post refutes, asks, remembers, sets its event apart or states the true date, and where a recent
        record tells the same.
        """
        post, posted = context.post, context.post.posted_at
        if not post.text.strip():
            return
        if posted is None:
            yield _silent(Reason("no-time", "nobody says when it was posted, so that nothing is old to it", 0.0))
            return
        old, recent = split_by_age(context, posted)
        if not old:
            return
        view = event_view(post.text, posted)
        compared = _Compared(view, old, self._choose)
        if self._may_be_told(compared) and (judged := self._judged(context, posted, view, compared, recent)):
            yield judged

    def nearly(self, context: Context) -> Iterator[Silence]:
        """See `Judging.nearly`: an old event at the post's place of which the post tells too little."""
        post, posted = context.post, context.post.posted_at
        old = split_by_age(context, posted)[0] if posted else []
        if not posted or not post.text.strip():
            return
        view = event_view(post.text, posted)
        for told in _Compared(view, old, self._choose).told():
            if reason := at_the_same_place(view, told, self._choose(told.values).least_bits):
                yield _silent(reason, told)
                return

    def _judged(
        self, context: Context, posted: Interval, view: EventView, compared: _Compared, recent: Sequence[Hit]
    ) -> Finding | Silence | None:
        text = context.post.text
        telling = telling_of(text)
        if no_news := _no_news(text, telling):
            return _silent(no_news, compared.nearest_so_far())
        told = compared.told()
        best = told[0]
        event = event_interval(best.record)
        if event is None:
            return None
        if date := states_true_date(view.times, event, posted.start):
            said = f"the post says itself when it was: “{date.of(text)}”"
            return _silent(Reason("says-the-date", said, 0.0), best)
        if another := tells_another(view, best):
            return _silent(another, best)
        current = _Compared(view, recent, self._choose).told(min(RECENT_FROM_BITS, best.weight_bits))
        fresh = current[0].weight_bits if current else None
        if fresh is not None and (fresh >= RECENT_SILENCES_BITS or fresh >= best.weight_bits):
            return _silent(Reason("recent-event", "this recent record tells the same: it is news", 0.0), current[0])
        claim = claimed_time(view.times, telling.news, posted)
        reasons = _reasons(best, fresh, claim, is_date=claim.interval != posted)
        weights = self._choose(best.values)
        bits = sum(reason.weight_bits for reason in reasons)
        if bits < weights.least_bits:
            short = falls_short(bits, weights.least_bits)
            return _silent(short, best) if short else None
        enough = min(best.weight_bits - SAME_STORY_BITS, SURE_BITS)
        same = [each for each in told if each.weight_bits >= enough][:MOST_CITED]
        if kind := is_kind_of_event(same):
            return _silent(kind, best)
        same = [each for each in same if not elsewhere(best, each)]
        return with_pictures(context, _finding(context, same, claim, reasons, weights.confidence(bits)))

    def _may_be_told(self, compared: _Compared) -> bool:
        """Whether an old record can be told surely enough; most are ruled out before they are read."""
        return compared.any_within(_CUE_BITS)


def _silent(reason: Reason, near: Retelling | None = None) -> Silence:
    return Silence(Pattern.REHEATED, reason, near.record if near else None)


def _no_news(text: str, telling: Telling) -> Reason | None:
    """The words by which a post tells what it tells not as news: it remembers, sets it apart, refutes or asks."""
    if telling.memory:
        return Reason("remembers", f"the post looks back: “{telling.memory.of(text)}”", 0.0)
    if telling.contrast:
        return Reason(
            "sets-apart", f"the post sets its event apart from an earlier one: “{telling.contrast.of(text)}”", 0.0
        )
    stance = stance_of(text)
    return None if stance == Stance.SPREAD else not_spread(text, stance)


class _Compared:
    """A post against some records, each compared when it is first asked for, and once."""

    def __init__(self, view: EventView, hits: Sequence[Hit], choose: ChooseWeights) -> None:
        self._view, self._hits, self._choose = view, hits, choose
        self._most, self._least = Headroom(view, choose).bits(
            hits, degrees_of(view, hits), caps_of(hits), abroad_of(view, hits)
        )
        self._found: dict[int, Retelling] = {}

    def any_within(self, bits: float) -> bool:
        """Whether the best record lacks no more than so many bits of what a finding needs."""
        enough = self._least - bits
        return any(
            self._at(place).weight_bits >= enough[place] for place in np.flatnonzero(self._most >= enough).tolist()
        )

    def nearest_so_far(self) -> Retelling | None:
        """The best of those that were compared already."""
        return max(self._found.values(), key=lambda told: told.weight_bits, default=None)

    def told(self, at_least: float | None = None) -> list[Retelling]:
        """How the post tells the records, the best first.

        Args:
            at_least: records that cannot reach so many bits are left out; None leaves out those that cannot be of the
                best one's story.
        """
        best = -math.inf
        for place in np.argsort(-self._most, kind="stable").tolist():
            if self._most[place] < (min(best - SAME_STORY_BITS, SURE_BITS) if at_least is None else at_least):
                break
            best = max(best, self._at(place).weight_bits)
        found = self._found
        return [found[place] for place in sorted(found, key=lambda place: (-found[place].weight_bits, place))]

    def _at(self, place: int) -> Retelling:
        if place not in self._found:
            self._found[place] = retelling_of(self._view, self._hits[place], self._choose)
        return self._found[place]


def _reasons(best: Retelling, fresh: float | None, claim: ClaimedTime, *, is_date: bool) -> tuple[Reason, ...]:
    reasons = [
        Reason(code.replace("_", "-"), _SAID[code], bits) for code, bits in best.bits.items() if bits or code == "prior"
    ]
    if fresh is not None and fresh > RECENT_FROM_BITS:
        reasons.append(Reason("recent-record", "a recent record resembles the post too", RECENT_FROM_BITS - fresh))
    if claim.cue is not None:
        said = "the post dates it to its own days" if is_date else "the post tells it in the words of news"
        reasons.append(Reason("current", said, CURRENT_DATE_BITS if is_date else NEWS_WORD_BITS))
    return tuple(reasons)


def _finding(
    context: Context, same: Sequence[Retelling], claim: ClaimedTime, reasons: tuple[Reason, ...], confidence: float
) -> Finding:
    post, best = context.post, same[0]
    dated = [(event, each) for each in same if (event := event_interval(each.record))]
    dated.sort(key=lambda pair: (pair[0].start, pair[1].record.id))
    event = event_interval(best.record)
    assert event is not None  # the caller compared it with the posting
    return Finding(
        post_id=post.id,
        pattern=Pattern.REHEATED,
        reasons=reasons,
        matches=tuple(_match(post.text, each) for _, each in dated),
        citations=tuple(Citation.of(each.record, quote=each.record.title or None) for _, each in dated),
        index_version=context.index_version,
        confidence=round(confidence, 4),
        details={
            "claimed_interval": claim.interval.isoformat(),
            "event_interval": event.isoformat(),
            "gap_days": round(event.gap_days(claim.interval)),
            "cue": claim.cue.of(post.text) if claim.cue else None,
            "timeline": [
                *(_entry(each.record, when) for when, each in dated),
                {"post_id": post.id, "at": claim.interval.isoformat()},
            ],
        },
    )


def _entry(record: Evidence, when: Interval) -> dict[str, str | None]:
    return {"evidence_id": record.id, "at": when.isoformat(), "publisher": record.publisher, "title": record.title}


def _match(text: str, retelling: Retelling) -> Match:
    record = retelling.record
    body = record.text if record.text.strip() else ""
    here = best_passage(text, f"{record.title or ''} {body}")
    there = best_passage(body, here.span.of(text)).span if body else None
    return Match(record.id, here.span, there, "term-coverage", here.covered)
