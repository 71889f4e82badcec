"""A quotation inside a post, whom it is ascribed to, and where the index holds it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from provenance.model.evidence import Evidence
from provenance.model.span import TextSpan


class QuotationForm(StrEnum):
    """How a post shows that words are somebody else's."""

    #: Between quotation marks.
    MARKED = "marked"
    #: After "the spokesperson said that", without marks.
    REPORTED = "reported"
    #: No sign at all: found because a record holds the words.
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whom, and which work, a post names as the source of a quotation; both as the post spells them."""

    name: str
    name_span: TextSpan
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """The quoted words (without the marks) and their attribution."""

    span: TextSpan
    form: QuotationForm
    attribution: Attribution | None = None


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A record that holds (part of) a quotation.

    Attributes:
        evidence: the record.
        post_span: the part of the post that was found.
        evidence_span: where it stands, in `evidence.text`; beyond its end in another wording of it.
        coverage: share of the quotation's words in common seeds, 0–1.
    """

    evidence: Evidence
    post_span: TextSpan
    evidence_span: TextSpan
    coverage: float


@dataclass(frozen=True, slots=True)
class QuotationHits:
    """A quotation and what retrieval knows about it.

    Attributes:
        quotation: the quotation.
        hits: records that hold its words, best first.
        event_records: records of the event that the post ascribes the quotation to (same speaker, same date), whether
            or not they hold its words; a statement missing from all of them was not made there.
        complete_works: records which state that the works of the person named beside the quotation are all indexed.
    """

    quotation: Quotation
    hits: tuple[PassageHit, ...] = ()
    event_records: tuple[Evidence, ...] = ()
    complete_works: tuple[Evidence, ...] = ()
