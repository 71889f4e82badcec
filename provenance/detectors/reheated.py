"""`reheated`: the post tells a dated archive event as if it were happening now, or with its date changed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from provenance.alignment.event import EventView, event_view
from provenance.detectors.another_event import (
    at_the_same_place,
    elsewhere,
    is_kind_of_event,
    surely_another,
    tells_another,
    tells_another_abroad,
)
from provenance.detectors.base import Context
from provenance.detectors.bounded_hits import BoundedHits
from provenance.detectors.claimed_time import ClaimedTime, claimed_time, states_true_date
from provenance.detectors.headroom import Headroom, worth_of
from provenance.detectors.hit_table import HitTable
from provenance.detectors.judging import Judging, falls_short, not_spread
from provenance.detectors.old_news import are_old, most_alike, split_by_age
from provenance.detectors.old_news_finding import finding_of, reasons_of
from provenance.detectors.outlines import abroad_of, caps_of, degrees_of
from provenance.detectors.retelling import (
    RETRIEVED,
    ChooseWeights,
    Retelling,
    event_interval,
    retelling_of,
    weights_for,
)
from provenance.detectors.shown_parts import with_pictures
from provenance.detectors.told_abroad import may_be_told_abroad, told_abroad
from provenance.model.evidence import Kind
from provenance.model.finding import Finding, Pattern, Reason
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.model.silence import Silence
from provenance.scoring.retelling_bits import RetellingWeights, abroad_weights
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
                room, at, record = Headroom(view, self._choose), bounded.at(hit), partial(table.view, hit)
                found[place] = room.rises(at, worth, least, record) and not surely_another(view, record(), at.degree)
        for place, view in bounded.views.items():
            if not found[place]:
                found[place] = may_be_told_abroad(view, contexts[place].hits[Kind.ARCHIVE], _CUE_BITS)
        return found

    def detect(self, context: Context) -> Iterator[Finding]:
        """See `Detector.detect`. A post that tells no news is compared with no record."""
        text = context.post.text
        return super().detect(context) if not _no_news(text, telling_of(text)) else iter(())

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
        compared = _Compared(view, most_alike(old), self._choose)
        found: Finding | Silence | None = None
        if self._may_be_told(compared):
            best = compared.best()
            way = _Way(best, compared.told, self._choose(best.values), tells_another)
            found = self._judged(context, posted, view, way, recent)
        if not isinstance(found, Finding) and may_be_told_abroad(view, old, _CUE_BITS):
            abroad = self._abroad(context, posted, view, old, recent)
            found = abroad if isinstance(abroad, Finding) else found or abroad
        if found:
            yield found

    def nearly(self, context: Context) -> Iterator[Silence]:
        """See `Judging.nearly`: an old event of which the post tells nearly enough, or one at its own place."""
        post, posted = context.post, context.post.posted_at
        if not posted or not post.text.strip():
            return
        (old, recent), view = split_by_age(context, posted), event_view(post.text, posted)
        abroad = self._abroad(context, posted, view, old, recent)
        if isinstance(abroad, Silence):
            yield abroad
            return
        for told in _Compared(view, most_alike(old), self._choose).told():
            if reason := at_the_same_place(view, told, self._choose(told.values).least_bits):
                yield _silent(reason, told)
                return

    def _abroad(
        self, context: Context, posted: Interval, view: EventView, old: Sequence[Hit], recent: Sequence[Hit]
    ) -> Finding | Silence | None:
        """What old records of other languages say."""
        told = told_abroad(view, old)
        way = _Way(told[0], lambda: told, abroad_weights(), tells_another_abroad) if told else None
        return self._judged(context, posted, view, way, recent) if way else None

    def _judged(
        self, context: Context, posted: Interval, view: EventView, way: _Way, recent: Sequence[Hit]
    ) -> Finding | Silence | None:
        text, best = context.post.text, way.best
        telling, event = telling_of(text), event_interval(best.record)
        if no_news := _no_news(text, telling):
            return _silent(no_news, best)
        if event is None:
            return None
        if date := states_true_date(view.times, event, posted.start):
            said = f"the post says itself when it was: “{date.of(text)}”"
            return _silent(Reason("says-the-date", said, 0.0), best)
        if another := way.another(view, best):
            return _silent(another, best)
        current = self._current(view, recent, min(RECENT_FROM_BITS, best.weight_bits))
        fresh = current.weight_bits if current else None
        if current and (current.weight_bits >= RECENT_SILENCES_BITS or current.weight_bits >= best.weight_bits):
            return _silent(Reason("recent-event", "this recent record tells the same: it is news", 0.0), current)
        claim = claimed_time(view.times, telling.news, posted)
        reasons = (*reasons_of(view, best), *_of_time(fresh, claim, is_date=claim.interval != posted))
        bits = sum(reason.weight_bits for reason in reasons)
        if bits < way.weights.least_bits:
            short = falls_short(bits, way.weights.least_bits)
            return _silent(short, best) if short else None
        enough = min(best.weight_bits - SAME_STORY_BITS, SURE_BITS)
        same = [each for each in way.told() if each.weight_bits >= enough][:MOST_CITED]
        if kind := is_kind_of_event(same):
            return _silent(kind, best)
        same = [each for each in same if not elsewhere(best, each)]
        return with_pictures(context, finding_of(context, same, claim, reasons, way.weights.confidence(bits)))

    def _current(self, view: EventView, recent: Sequence[Hit], at_least: float) -> Retelling | None:
        """The recent record that the post tells best, in its own language or in another one."""
        told = _Compared(view, recent, self._choose).reaching(at_least)[:1]
        return max((*told, *told_abroad(view, recent)[:1]), key=lambda each: each.weight_bits, default=None)

    def _may_be_told(self, compared: _Compared) -> bool:
        """Whether an old record can be told surely enough; most are ruled out before they are read."""
        return compared.any_within(_CUE_BITS)


def _silent(reason: Reason, near: Retelling | None = None) -> Silence:
    return Silence(Pattern.REHEATED, reason, near.record if near else None)


def _no_news(text: str, telling: Telling) -> Reason | None:
    """The words by which a post tells no news: it remembers, sets its event apart, makes it up, refutes or asks."""
    if telling.memory:
        return Reason("remembers", f"the post looks back: “{telling.memory.of(text)}”", 0.0)
    if telling.contrast:
        return Reason(
            "sets-apart", f"the post sets its event apart from an earlier one: “{telling.contrast.of(text)}”", 0.0
        )
    if telling.fiction:
        return Reason("fiction", f"the post tells of a game, a film or a book: “{telling.fiction.of(text)}”", 0.0)
    stance = stance_of(text)
    return None if stance == Stance.SPREAD else not_spread(text, stance)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a post was compared with records: by words in common, or across languages."""

    #: The record that the post tells best.
    best: Retelling
    #: Gives those that it may tell, the best one first.
    told: Callable[[], Sequence[Retelling]]
    weights: RetellingWeights
    #: What shows that the post tells another event.
    another: Callable[[EventView, Retelling], Reason | None]


class _Compared:
    """A post against some records, each compared when it is first asked for, and once."""

    def __init__(self, view: EventView, hits: Sequence[Hit], choose: ChooseWeights) -> None:
        self._view, self._hits, self._choose = view, hits, choose
        self._most, self._least = Headroom(view, choose).bits(
            hits, degrees_of(view, hits), caps_of(hits), abroad_of(view, hits)
        )
        self._order: list[int] = np.argsort(-self._most, kind="stable").tolist()
        self._found: dict[int, Retelling] = {}

    def any_within(self, bits: float) -> bool:
        """Whether some record lacks no more than so many bits of what a finding needs."""
        enough = self._least - bits
        open_ = self._most >= enough
        return any(self._at(place).weight_bits >= enough[place] for place in self._order if open_[place])

    def best(self) -> Retelling:
        """How the post tells the record that it tells best."""
        return self._compared(lambda best: best)[0]

    def told(self) -> list[Retelling]:
        """How the post tells the best one and those that may be of its story, the best first."""
        return self._compared(lambda best: min(best - SAME_STORY_BITS, SURE_BITS))

    def reaching(self, bits: float) -> list[Retelling]:
        """How the post tells the records that can reach so many bits, the best first."""
        return self._compared(lambda _: bits)

    def _compared(self, least: Callable[[float], float]) -> list[Retelling]:
        """All that were compared, the best first; until none is left that can reach what the best one asks for."""
        best = -math.inf
        for place in self._order:
            if self._most[place] < least(best):
                break
            best = max(best, self._at(place).weight_bits)
        found = self._found
        return [found[place] for place in sorted(found, key=lambda place: (-found[place].weight_bits, place))]

    def _at(self, place: int) -> Retelling:
        if place not in self._found:
            self._found[place] = retelling_of(self._view, self._hits[place], self._choose)
        return self._found[place]


def _of_time(fresh: float | None, claim: ClaimedTime, *, is_date: bool) -> Iterator[Reason]:
    """What a recent record, and the post's own words for its time, add."""
    if fresh is not None and fresh > RECENT_FROM_BITS:
        yield Reason("recent-record", "a recent record resembles the post too", RECENT_FROM_BITS - fresh)
    if claim.cue is not None:
        said = "the post dates it to its own days" if is_date else "the post tells it in the words of news"
        yield Reason("current", said, CURRENT_DATE_BITS if is_date else NEWS_WORD_BITS)
