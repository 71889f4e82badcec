"""Records whose pictures say what a post says: searched like others, then laid beside the records themselves.

For one post a record speaks by its text or by the text of one picture, whichever is nearer, never by both: what a
detector cites under its id is then unambiguous.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from provenance.config import Settings
from provenance.encoders import Encoder
from provenance.indexing.base import Filter
from provenance.indexing.bundle import IndexBundle
from provenance.indexing.pictured import owner_of, shown_by
from provenance.media.picture_text import PictureText
from provenance.model.evidence import Evidence, Kind
from provenance.model.hit import Hit
from provenance.model.post import Post
from provenance.model.quotation import QuotationHits
from provenance.retrieval.quotations import QuotationFinder
from provenance.retrieval.retriever import Retriever

#: Log2 odds below which a picture's text is no hit: below them no detector looks at a record.
_NEAR_BITS = -6.0

Hits = Mapping[Kind, Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What a post's records give together with what their pictures say.

    Attributes:
        hits: by kind; a record that speaks by its picture has the picture's text as its own.
        quotations: likewise.
        read: of those records, id → the text of the picture.
    """

    hits: Hits
    quotations: Sequence[QuotationHits] = ()
    read: Mapping[str, PictureText] = field(default_factory=dict)


class PicturedFinder:
    """Searches what the pictures of records say."""

    def __init__(self, retriever: Retriever, quotations: QuotationFinder | None) -> None:
        self._retriever = retriever
        self._quotations = quotations

    @classmethod
    def open(cls, bundle: IndexBundle, settings: Settings, encoder: Encoder) -> Self | None:
        """Over an index of records; None where none of its pictures says anything."""
        said = bundle.picture_texts
        return None if said is None else cls(Retriever.open(said, settings, encoder), QuotationFinder.open(said))

    def retrieve(self, posts: Sequence[Post], where: Filter | None = None) -> Iterator[Hits]:
        """The hits of each post, their records still those of `indexing.pictured`."""
        yield from self._retriever.retrieve(posts, where)

    def rank(
        self, posts: Sequence[Post], ranked: Iterator[Sequence[Hit]], *, k: int, where: Filter | None = None
    ) -> Iterator[list[Hit]]:
        """Join a ranking of records of each post with that of their pictures; a record stands where it fits better."""
        for own, said in zip(ranked, self._retriever.rank(posts, k=k, where=where), strict=True):
            best: dict[str, Hit] = {}
            for hit in (*own, *map(_told, said)):
                held = best.get(hit.evidence.id)
                if held is None or hit.weight_bits > held.weight_bits:
                    best[hit.evidence.id] = hit
            yield sorted(best.values(), key=lambda hit: -hit.weight_bits)[:k]

    def beside(self, post: Post, hits: Hits, quotations: Sequence[QuotationHits], said: Hits, now: datetime) -> Beside:
        """Lay what pictures say beside what records say.

        Args:
            post: the post.
            hits: its records.
            quotations: likewise.
            said: its hits among the pictures.
            now: the moment that counts as now.
        """
        near = {kind: [hit for hit in found if hit.weight_bits > _NEAR_BITS] for kind, found in said.items()}
        quoted = self._quotations.candidates(post, now) if self._quotations else ()
        quoted = tuple(each for each in quoted if each.hits)
        chosen = _speaking(hits, quotations, near, quoted)
        if not chosen:
            return Beside(hits, quotations)
        told = {name: shown_by(record) for name, record in chosen.items()}
        records = {chosen[name].id: record for name, (record, _) in told.items()}
        return Beside(
            {kind: _joined(hits.get(kind, ()), near.get(kind, ()), records) for kind in {**hits, **near}},
            _quoted(quotations, quoted, records),
            {name: text for name, (_, text) in told.items()},
        )


def _speaking(
    hits: Hits, quotations: Sequence[QuotationHits], said: Hits, quoted: Sequence[QuotationHits]
) -> dict[str, Evidence]:
    """Record id → the text of its picture, for the records that speak by it."""
    own_bits = {hit.evidence.id: hit.weight_bits for found in hits.values() for hit in found}
    own_share: dict[str, float] = {}
    for each in quotations:
        for found in each.hits:
            own_share[found.evidence.id] = max(found.coverage, own_share.get(found.evidence.id, 0.0))
    replaced = {old for found in hits.values() for hit in found for old in hit.evidence.supersedes}
    chosen: dict[str, Evidence] = {}
    lost: set[str] = set(replaced)
    for hit in sorted((hit for found in said.values() for hit in found), key=lambda hit: -hit.weight_bits):
        name = owner_of(hit.evidence)
        if hit.weight_bits > own_bits.get(name, -1e9):
            chosen.setdefault(name, hit.evidence)
        else:
            lost.add(name)
    for each in quoted:
        for found in each.hits:
            name = owner_of(found.evidence)
            if found.coverage > own_share.get(name, 0.0):
                chosen.setdefault(name, found.evidence)
            else:
                lost.add(name)
    return {name: record for name, record in chosen.items() if name not in lost}


def _told(hit: Hit) -> Hit:
    """A hit under the id of the record that shows the picture."""
    return Hit(shown_by(hit.evidence)[0], hit.weight_bits, hit.features, hit.contributions)


def _joined(own: Sequence[Hit], said: Sequence[Hit], records: Mapping[str, Evidence]) -> list[Hit]:
    """Both, each picture before the first record that fits less; `records` are those that speak by a picture."""
    names = {record.id for record in records.values()}
    joined = [hit for hit in own if hit.evidence.id not in names]
    for hit in said:
        if (record := records.get(hit.evidence.id)) is None:
            continue
        at = next((at for at, each in enumerate(joined) if each.weight_bits < hit.weight_bits), len(joined))
        joined.insert(at, Hit(record, hit.weight_bits, hit.features, hit.contributions))
    return joined


def _quoted(
    own: Sequence[QuotationHits], said: Sequence[QuotationHits], records: Mapping[str, Evidence]
) -> tuple[QuotationHits, ...]:
    """Quotations with the pictures that hold their words.

    What a picture leaves out may have been said all the same: the sessions of a speaker stay those of whole records.
    """
    names = {record.id for record in records.values()}
    by_span = {
        each.quotation.span: replace(each, hits=tuple(hit for hit in each.hits if hit.evidence.id not in names))
        for each in own
    }
    for each in said:
        hits = tuple(replace(hit, evidence=records[hit.evidence.id]) for hit in each.hits if hit.evidence.id in records)
        if hits:
            held = by_span.get(each.quotation.span) or QuotationHits(each.quotation)
            by_span[each.quotation.span] = replace(held, hits=(*held.hits, *hits))
    return tuple(by_span[span] for span in sorted(by_span))
