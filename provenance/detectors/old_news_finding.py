"""The finding of an old event that a post tells as news: its reasons, its time line, both sides of each record."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.alignment.event import EventView
from provenance.alignment.event.slots import compare_places
from provenance.detectors.base import Context
from provenance.detectors.claimed_time import ClaimedTime
from provenance.detectors.passages import best_passage
from provenance.detectors.recorded import view_of
from provenance.detectors.retelling import Retelling, event_interval
from provenance.detectors.told_abroad import idea_span, shared_words
from provenance.model.evidence import Evidence
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason
from provenance.model.interval import Interval

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
    "ideas_missing": "what happened, or to what, that only the post tells",
}


def reasons_of(view: EventView, best: Retelling) -> list[Reason]:
    """What each feature of a comparison adds, in words, and a remark where the post names another place.

    Args:
        view: of the post.
        best: the post beside the record.
    """
    reasons = [
        Reason(code.replace("_", "-"), _said(code, view, best), bits)
        for code, bits in best.bits.items()
        if bits or code == "prior"
    ]
    if best.values.get("place_conflict") and not best.bits.get("place_conflict"):
        here, there = next(iter(compare_places(view, view_of(best.hit)).conflict))
        reasons.append(Reason("other-place", f"the post says {here}, the record {there}", 0.0))
    return reasons


def _said(code: str, view: EventView, best: Retelling) -> str:
    if code != "ideas":
        return _SAID[code]
    pairs = ", ".join(f"“{ours}” – “{theirs}”" for ours, theirs in shared_words(view, view_of(best.hit)))
    return f"the same told in another language: {pairs}"


def finding_of(
    context: Context, same: Sequence[Retelling], claim: ClaimedTime, reasons: tuple[Reason, ...], confidence: float
) -> Finding:
    """The finding of an event.

    Args:
        context: of the post.
        same: the post beside the records of the event, the best first.
        claim: when the post says that it takes place.
        reasons: that their best one is told.
        confidence: what they come to.
    """
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
    if "ideas" in retelling.values:  # no word is shared with a record in another language
        here, share = idea_span(text, f"{record.title or ''} {body}")
        return Match(record.id, here, idea_span(body, text)[0] if body else None, "shared-ideas", share)
    passage = best_passage(text, f"{record.title or ''} {body}")
    there = best_passage(body, passage.span.of(text)).span if body else None
    return Match(record.id, passage.span, there, "term-coverage", passage.covered)
