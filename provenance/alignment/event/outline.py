"""What a text tells, as numbers: enough to bound how far two texts tell one event, before any date or place is read.

Terms are numbered by a `TermNumbers`, so that a post meets all its records in a few array steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.alignment.event.terms import terms
from provenance.alignment.event.view import HEAD_TOKENS, EventView
from provenance.text.quantities import Quantity, compatible

Numbers = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
#: Value of a number → the units that it has in a text.
Units = Mapping[str, tuple[str | None, ...]]


class TermNumbers:
    """Gives every term of records a number, from 0 on."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def of(self, terms: Iterable[str]) -> Numbers:
        """The number of each term, in order; one that was never met gets the next."""
        numbers = self._numbers
        return np.array([numbers.setdefault(term, len(numbers)) for term in terms], np.int32)

    def known(self, terms: Iterable[str]) -> list[str]:
        """Those of the terms that have a number."""
        return [term for term in terms if term in self._numbers]


@dataclass(frozen=True, slots=True)
class Outline:
    """Terms and numbers of one text; the terms of its head come first."""

    terms: Numbers
    heads: int
    units: Units


def outline_of(view: EventView, numbers: TermNumbers) -> Outline:
    """Terms and numbers of a view."""
    found = view.tokens()
    head = terms(found[:HEAD_TOKENS])
    rest = terms(found) - head
    return Outline(numbers.of((*head, *rest)), len(head), units_of(view.quantities))


def units_of(quantities: Iterable[Quantity]) -> Units:
    """The numbers of a text by their values."""
    found: dict[str, list[str | None]] = defaultdict(list)
    for quantity in quantities:
        if quantity.unit not in found[quantity.value]:
            found[quantity.value].append(quantity.unit)
    return {value: tuple(units) for value, units in found.items()}


def agreeing(post: Iterable[Quantity], units: Units) -> tuple[str, ...]:
    """The numbers of a post that a record has with a unit that may count the same; each once."""
    found = {
        f"{number.value}{number.unit or ''}": None
        for number in post
        if any(compatible(number.unit, unit) for unit in units.get(number.value, ()))
    }
    return tuple(found)


def agreement_degree(agreed: Iterable[str]) -> float:
    """How much agreeing numbers tell: half a point for each digit that is no closing zero, two at most."""
    return sum(min(2.0, len(value.strip("%0")) / 2) for value in agreed)


@dataclass(frozen=True)
class Shared:
    """The terms that a post shares with each of its records, each weighing what it tells among these records.

    Attributes:
        cosine: shape (records,), as `features.cosine` of the terms.
        head_cosine: the same of the heads.
        ours: bits of the post's terms.
        theirs: shape (records,), bits of each record's terms.
        both: shape (records,), bits of the terms that each record shares with the post.
        terms: of the post, those that any record may have.
        matrix: shape (records, terms): bits where shared, else 0.
    """

    cosine: Floats
    head_cosine: Floats
    ours: float
    theirs: Floats
    both: Floats
    terms: Sequence[str]
    matrix: Floats


def share(post: EventView, records: Sequence[Outline], numbers: TermNumbers) -> Shared:
    """Compare a post with records, whose own frequencies say what a term tells, as `background.Background` does.

    Args:
        post: one side.
        records: the other, at least one.
        numbers: by which the records' terms are numbered.
    """
    count = len(records)
    head = numbers.known(post.head)
    rest = numbers.known(post.terms - post.head)
    terms = [*head, *rest]
    lengths = np.array([len(record.terms) for record in records])
    every = np.concatenate([record.terms for record in records])
    owner = np.repeat(np.arange(count), lengths)
    within = np.arange(len(every)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    in_head = within < np.repeat([record.heads for record in records], lengths)
    frequency = np.bincount(every, minlength=len(numbers))
    told = np.log2((count + 1) / (np.arange(count + 1) + 0.5))
    bits = told[frequency[every]]
    squares = bits * bits
    own = numbers.of(terms)
    slot = np.full(len(numbers), -1, np.int32)
    slot[own] = np.arange(len(own))
    place = slot[every]
    met = np.flatnonzero(place >= 0)
    matrix = np.zeros((count, len(terms)))
    matrix[owner[met], place[met]] = bits[met]
    of_post = told[frequency[own]]
    unseen_head, unseen = len(post.head) - len(head), len(post.terms) - len(terms)
    heads = matrix[:, : len(head)].copy()
    # A term in the head of the post counts for the head only where it stands in the record's head, too.
    late = met[~in_head[met] & (place[met] < len(head))]
    heads[owner[late], place[late]] = 0.0
    return Shared(
        cosine=_cosine(matrix, _sums(owner, squares, count), float((of_post**2).sum() + unseen * told[0] ** 2)),
        head_cosine=_cosine(
            heads,
            _sums(owner[in_head], squares[in_head], count),
            float((of_post[: len(head)] ** 2).sum() + unseen_head * told[0] ** 2),
        ),
        ours=float(of_post.sum() + unseen * told[0]),
        theirs=_sums(owner, bits, count),
        both=matrix.sum(axis=1),
        terms=terms,
        matrix=matrix,
    )


def _sums(owner: npt.NDArray[np.int64], values: Floats, count: int) -> Floats:
    return np.bincount(owner, values, count).astype(np.float64)


def _cosine(shared: Floats, of_records: Floats, of_post: float) -> Floats:
    both = (shared**2).sum(axis=1)
    out = np.zeros(len(both))
    np.divide(both, np.sqrt(of_records * of_post), out=out, where=both > 0)
    return out
