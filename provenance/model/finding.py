"""A finding: a cited statement that a reader can contest: this part of the post is that part of that record."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from provenance.errors import RecordError
from provenance.model.evidence import Evidence
from provenance.model.interval import Interval
from provenance.model.span import Span, span_from_dict

FINDING_SCHEMA = "provenance.finding/1"
SKIPPED_SCHEMA = "provenance.skipped/1"

#: Reasons are written with this many decimals, so that they still add up after a round trip.
BITS_DECIMALS = 3


class Pattern(StrEnum):
    """The known ways of reuse."""

    DEBUNKED = "debunked"
    REHEATED = "reheated"
    STITCHED = "stitched"
    EDITED_OFFICIAL = "edited_official"
    OUT_OF_CONTEXT_MEDIA = "out_of_context_media"
    MISATTRIBUTED_QUOTE = "misattributed_quote"
    FLOODING = "flooding"


class MediaReview(StrEnum):
    """schema.org `MediaManipulationRatingEnumeration`, as far as it applies."""

    DECONTEXTUALIZED = "DecontextualizedContent"
    EDITED_OR_CROPPED = "EditedOrCroppedContent"
    ORIGINAL = "OriginalMediaContent"
    SATIRE = "SatireOrParodyContent"
    STAGED = "StagedContent"
    TRANSFORMED = "TransformedContent"


@dataclass(frozen=True, slots=True)
class Reason:
    """One addend of a finding's weight."""

    code: str
    text: str
    weight_bits: float

    def to_dict(self) -> dict[str, Any]:
        """As in the finding schema."""
        return {"code": self.code, "text": self.text, "weight_bits": round(self.weight_bits, BITS_DECIMALS)}


def weight_of(reasons: Iterable[Reason]) -> float:
    """What reasons weigh together, as they are shown: bits."""
    return round(sum(round(reason.weight_bits, BITS_DECIMALS) for reason in reasons), BITS_DECIMALS)


@dataclass(frozen=True, slots=True)
class Match:
    """Aligned spans: this part of the post is that part of the record."""

    evidence_id: str
    post_span: Span
    evidence_span: Span | None
    #: Name of the similarity, for example `char-lcs` or `orb-inliers`.
    measure: str
    similarity: float

    def to_dict(self) -> dict[str, Any]:
        """As in the finding schema."""
        return {
            "evidence_id": self.evidence_id,
            "post_span": self.post_span.to_dict(),
            "evidence_span": None if self.evidence_span is None else self.evidence_span.to_dict(),
            "measure": self.measure,
            "similarity": round(self.similarity, 4),
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reader needs to look the evidence up; `rating` is the publisher's own word."""

    evidence_id: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published_at: str | None = None
    rating: str | None = None
    quote: str | None = None

    @classmethod
    def of(cls, evidence: Evidence, *, quote: str | None = None) -> Citation:
        """Cite `evidence`; `quote` is a passage of it."""
        when = evidence.published_at
        return cls(
            evidence_id=evidence.id,
            title=evidence.title or evidence.claim,
            publisher=evidence.publisher,
            url=evidence.url,
            published_at=when.isoformat() if when else None,
            rating=evidence.rating,
            quote=quote,
        )

    def to_dict(self) -> dict[str, Any]:
        """As in the finding schema."""
        return {
            "evidence_id": self.evidence_id,
            "title": self.title,
            "publisher": self.publisher,
            "url": self.url,
            "published_at": self.published_at,
            "rating": self.rating,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A post repeats a known pattern, with reasons in bits, aligned spans and citations."""

    post_id: str
    pattern: Pattern
    #: Their sum is the weight; the prior is one of them.
    reasons: tuple[Reason, ...]
    matches: tuple[Match, ...]
    citations: tuple[Citation, ...]
    index_version: str
    #: Calibrated probability; None where no calibration exists for the pattern.
    confidence: float | None = None
    #: Per pattern, DESIGN section 5; JSON values only.
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)
    media_review: MediaReview | None = None

    def __post_init__(self) -> None:
        if not (self.reasons and self.matches and self.citations):
            raise ValueError("a finding needs at least one reason, one match and one citation")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence is a probability or None, got {self.confidence}")
        if not all(math.isfinite(reason.weight_bits) for reason in self.reasons):
            raise ValueError("the weight of a reason must be finite")
        cited = {citation.evidence_id for citation in self.citations}
        if uncited := {match.evidence_id for match in self.matches} - cited:
            raise ValueError(f"matched but not cited: {', '.join(sorted(uncited))}")

    @property
    def weight_bits(self) -> float:
        """The sum of the reasons, each rounded as it is written."""
        return weight_of(self.reasons)

    def to_dict(self) -> dict[str, Any]:
        """One line of `check --format jsonl`."""
        return {
            "schema": FINDING_SCHEMA,
            "post_id": self.post_id,
            "pattern": self.pattern.value,
            "weight_bits": self.weight_bits,
            "confidence": self.confidence,
            "reasons": [reason.to_dict() for reason in self.reasons],
            "matches": [match.to_dict() for match in self.matches],
            "citations": [citation.to_dict() for citation in self.citations],
            "details": dict(self.details),
            "media_review": self.media_review.value if self.media_review else None,
            "index_version": self.index_version,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Finding:
        """Read what `to_dict` wrote.

        Raises:
            RecordError: another schema, or a malformed finding.
        """
        if data.get("schema") != FINDING_SCHEMA:
            raise RecordError(f"expected {FINDING_SCHEMA}, got {data.get('schema')!r}", path="$.schema")
        try:
            return cls(
                post_id=data["post_id"],
                pattern=Pattern(data["pattern"]),
                reasons=tuple(Reason(r["code"], r["text"], r["weight_bits"]) for r in data["reasons"]),
                matches=tuple(
                    Match(
                        m["evidence_id"],
                        span_from_dict(m["post_span"], path="$.matches"),
                        span_from_dict(m["evidence_span"], path="$.matches") if m["evidence_span"] else None,
                        m["measure"],
                        m["similarity"],
                    )
                    for m in data["matches"]
                ),
                citations=tuple(Citation(**c) for c in data["citations"]),
                index_version=data["index_version"],
                confidence=data["confidence"],
                details=data["details"],
                media_review=MediaReview(data["media_review"]) if data["media_review"] else None,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(f"no finding: {error!r}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something that was not checked, and why. Never silently lost."""

    #: Machine-readable reason, for example `bad-date`, `duplicate-id`, `undecodable-media`.
    code: str
    #: What, where (`@ posts.jsonl:418 $.posted_at`), and what to do.
    message: str
    #: Id of the post, where the row had one.
    post_id: str | None = None
    source: str | None = None
    #: 1-based line of the source.
    line: int | None = None
    #: JSONPath inside the record.
    path: str | None = None

    @classmethod
    def at(
        cls, code: str, text: str, *, source: str, line: int | None = None, path: str = "$", post_id: str | None = None
    ) -> Skipped:
        """Spell the message as `text @ source:line path`."""
        where = source if line is None else f"{source}:{line}"
        return cls(code=code, message=f"{text} @ {where} {path}", post_id=post_id, source=source, line=line, path=path)

    def to_dict(self) -> dict[str, Any]:
        """One line of `check --format jsonl`."""
        return {
            "schema": SKIPPED_SCHEMA,
            "code": self.code,
            "message": self.message,
            "post_id": self.post_id,
            "source": self.source,
            "line": self.line,
            "path": self.path,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Skipped:
        """Read what `to_dict` wrote.

        Raises:
            RecordError: another schema.
        """
        if data.get("schema") != SKIPPED_SCHEMA:
            raise RecordError(f"expected {SKIPPED_SCHEMA}, got {data.get('schema')!r}", path="$.schema")
        return cls(**{key: data.get(key) for key in ("code", "message", "post_id", "source", "line", "path")})  # type: ignore[arg-type]


def describe_interval(interval: Interval | None) -> str | None:
    """An interval as the details of a finding carry it."""
    return interval.isoformat() if interval else None
