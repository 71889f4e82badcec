"""Records as retrieval sees them: what is compared of their texts, which the index holds as numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.indexing.analysis import terms_of
from provenance.retrieval.post_view import names_of, numbers_of
from provenance.text.normalise import normalise

#: Characters of a body that are compared; the claim is told in the lead.
BODY_LENGTH = 600

# What fact-checkers put around a claim, and what is no part of it.
_FRAME = re.compile(
    r"^(?:fact[- ]check(?:ing)?\s*[:：|]?|politifact\s*-|claim\s*[:：]|rumou?r\s*[:：]|false\s*[:：]|fake\s*[:：])\s*"
    r"|\s*\|\s*(?:lead stories|snopes\.com|afp fact check)$"
    r"|^(?:网传|谣言|传言|有网友称|网友爆料|据传|听说|辟谣|真相|求真)\s*[:：，,丨|]?|[？?]?\s*(?:真相是|假的|谣言|不实|是真的吗|真的吗)?[！!？?。]*$",
    re.I,
)


def unframed(text: str) -> str:
    """A claim or title without the fact-checker's frame: 网传…不实, Fact check: …."""
    return _FRAME.sub("", normalise(text).text.strip()).strip() or text


@dataclass(frozen=True, slots=True)
class RecordView:
    """What of a record is compared: distinct terms by where they stand, numbers and names of claim and title.

    A record with only one of claim and title is compared as if it had both.
    """

    claim: tuple[str, ...]
    title: tuple[str, ...]
    body: tuple[str, ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]


def shown_of(claim: str | None, title: str | None, text: str | None) -> RecordView:
    """Read the texts of a record."""
    claim, title = unframed(claim or ""), unframed(title or "")
    head = f"{claim} {title}" if claim != title else claim
    of_claim = _terms(claim or title)
    return RecordView(
        claim=of_claim,
        title=_terms(title) if claim and title and claim != title else of_claim,
        body=_terms((text or "")[:BODY_LENGTH]),
        numbers=tuple(sorted(numbers_of(head))),
        names=tuple(sorted(names_of(head))),
    )


def _terms(text: str) -> tuple[str, ...]:
    found = terms_of(text)
    return _distinct((*found.words, *found.pairs))


def _distinct(terms: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))
