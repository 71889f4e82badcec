"""Rumours that a post spreads: records grouped by what they tell, and the finding of a group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.detectors.base import Context
from provenance.detectors.passages import best_passage, common_share
from provenance.model.evidence import Evidence
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason
from provenance.model.hit import Hit
from provenance.model.interval import Interval
from provenance.model.rating_history import former_ratings
from provenance.model.wordwise import WordwisePart
from provenance.text.stance import Stance

#: Two records tell of one rumour when their claims share this much of the shorter one (overlap coefficient of terms).
SAME_RUMOUR = 0.4


@dataclass(frozen=True, slots=True)
class Scored:
    """A hit with what speaks for and against it, and what the slots add."""

    hit: Hit
    known: tuple[Reason, ...]
    slots: tuple[Reason, ...]
    #: The part of the post that says the claim, where the claim is of another language.
    part: WordwisePart | None = None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All of them; their sum is log2 odds."""
        return (*self.known, *self.slots)

    @property
    def bits(self) -> float:
        """That sum."""
        return sum(reason.weight_bits for reason in self.reasons)

    @property
    def record(self) -> Evidence:
        """The fact-check."""
        return self.hit.evidence


def told_by(record: Evidence) -> str:
    """What a fact-check is about: the claim, else its title or text."""
    return record.claim or record.title or record.text


def rumours_of(scored: Sequence[Scored]) -> list[list[Scored]]:
    """Records grouped by what they tell; groups and records best first."""
    groups: list[list[Scored]] = []
    for each in scored:
        for group in groups:
            if common_share(told_by(group[0].record), told_by(each.record)) >= SAME_RUMOUR:
                group.append(each)
                break
        else:
            groups.append([each])
    return groups


def finding_of(context: Context, group: Sequence[Scored], confidence: float) -> Finding:
    """The finding of one rumour.

    Args:
        context: of the post.
        group: records of the rumour, the best first.
        confidence: the probability that the best one means.
    """
    lead = group[0]
    post = context.post
    first = min(
        (each.record.published_at for each in group if each.record.published_at), key=lambda at: at.start, default=None
    )
    return Finding(
        post_id=post.id,
        pattern=Pattern.DEBUNKED,
        reasons=(*lead.reasons, *_changed_ratings(group)),
        matches=tuple(_match(post.text, each) for each in group),
        citations=tuple(Citation.of(each.record, quote=told_by(each.record) or None) for each in group),
        index_version=context.index_version,
        confidence=round(confidence, 4),
        details={
            "days_after": days_after(post.posted_at, first),
            "rating": lead.record.rating,
            "stance": Stance.SPREAD.value,
            **_rating_changes(group),
        },
    )


def _changed_ratings(group: Sequence[Scored]) -> Iterator[Reason]:
    """A publisher that changed its mind: worth no bits, but whoever reads the finding must know."""
    for each in group:
        if before := former_ratings(each.record):
            now = f"“{each.record.rating}” now" if each.record.rating else "no rating now"
            told = ", ".join(map(str, before))
            yield Reason("rating-changed", f"{each.record.publisher or each.record.id} rated it {told}; {now}", 0.0)


def _rating_changes(group: Sequence[Scored]) -> dict[str, list[dict[str, str]]]:
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


def _match(text: str, scored: Scored) -> Match:
    record = scored.record
    if part := scored.part:
        return Match(record.id, part.span, None, "word-by-word", max(0.0, min(1.0, part.covered)))
    told = told_by(record)
    here = best_passage(text, told)
    there = best_passage(record.text, here.span.of(text)).span if record.text.strip() else None
    return Match(record.id, here.span, there, "term-coverage", here.covered)
