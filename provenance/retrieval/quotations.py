"""From a post to its quotations, the records that hold them, and the records of the event they are ascribed to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Self

from provenance.indexing.bundle import PASSAGES, IndexBundle
from provenance.indexing.passages import PassageIndex
from provenance.indexing.passages_exact import Passage, Worth
from provenance.model.evidence import Evidence, Kind
from provenance.model.post import Post
from provenance.model.quotation import PassageHit, Quotation, QuotationForm, QuotationHits
from provenance.model.span import TextSpan
from provenance.retrieval.catalogue import Catalogue
from provenance.text.attribution import attribution_of, names_in
from provenance.text.codes import count_words
from provenance.text.dates import TimeKind, find_times
from provenance.text.quotations import find_quotations

#: Records that one quotation, and one part of it, may bring.
_HITS, _PART_HITS = 20, 8
#: A hit covers at least this share of what was looked for. Origin: common four-word phrases cover less, November 2026.
_LEAST_COVERAGE = 0.3
#: Below this coverage by the best record the parts of a quotation are looked for on their own.
_PARTS_BELOW = 0.95
#: Characters of a part worth looking for.
_SHORTEST_PART = 6
#: A line without marks needs this many characters in one record: five of a Chinese verse, or five short words.
_BARE_HAN, _BARE_LATIN = 5, 20
#: Share of the words of a bare line that the record must hold: scattered phrases of a poem are no quotation.
_BARE_DENSITY = 0.6
#: A post that gives no date speaks of sessions of so many days before it.
_RECENT = timedelta(days=3)
#: Sessions of one event that are brought along.
_SESSIONS = 4
_JOINT = re.compile(r"[。！？!?；;\n…]+|\.{2,}|(?<=\w{2})[.](?=\s)|[，,、/]")
_STRONG_JOINT = re.compile(r"[。！？!?；;\n…]+|\.{2,}|(?<=\w{2})[.](?=\s)")
_HAN = re.compile(r"[\u3400-\u9fff]")


def _is_covered(coverage: float, start: int, end: int) -> bool:
    return coverage >= _LEAST_COVERAGE


def _may_be_bare(coverage: float, start: int, end: int) -> bool:
    return end - start >= min(_BARE_HAN, _BARE_LATIN)


class QuotationFinder:
    """Looks posts up in a passage index.

    Args:
        index: built over `passage_text` of all records, in the order of their rows.
        record: row number → record.
        is_work: row number → whether it is a quotation, by its kind; asked before the record is read.
        catalogue: names and sessions of the same records.
    """

    def __init__(
        self,
        index: PassageIndex,
        record: Callable[[int], Evidence],
        is_work: Callable[[int], bool],
        catalogue: Catalogue,
    ) -> None:
        self._index = index
        self._record = record
        self._is_work = is_work
        self._catalogue = catalogue

    @classmethod
    def open(cls, bundle: IndexBundle) -> Self | None:
        """Over the releases and works of an index; None where it holds neither."""
        if bundle.passages is None:
            return None
        records = bundle.records

        def is_work(row: int) -> bool:
            codes, kinds = records.codes("kind")
            return bool(kinds[codes[row]] == Kind.QUOTE.value)

        return cls(bundle.passages, records.evidence, is_work, Catalogue.load(bundle.folder / PASSAGES))

    def candidates(self, post: Post, now: datetime) -> tuple[QuotationHits, ...]:
        """Quotations of a post in the order of its text, with their records.

        Args:
            post: as received.
            now: the moment that counts as now where the post has no date.
        """
        return self.candidates_each([post], [now])[0]

    def candidates_each(self, posts: Sequence[Post], moments: Sequence[datetime]) -> list[tuple[QuotationHits, ...]]:
        """The same for many posts, whose words are looked up together; a moment for each."""
        names = [list(names_in(post.text, self._catalogue.names)) for post in posts]
        quotations = [self._quotations(post, own) for post, own in zip(posts, names, strict=True)]
        spans = [(post.text, each.span) for post, own in zip(posts, quotations, strict=True) for each in own]
        marked = iter(self._hits_each(spans, _HITS))
        named = [(post.text, TextSpan(0, len(post.text))) for post, own in zip(posts, names, strict=True) if own]
        bare = iter(self._hits_each(named, 2 * _HITS, _may_be_bare, among=self._is_work))
        out = []
        for post, now, own, quoted in zip(posts, moments, names, quotations, strict=True):
            found = [self._looked_up(post.text, quotation, next(marked)) for quotation in quoted]
            if own:
                taken = [quotation.span for quotation in quoted if quotation.form is QuotationForm.MARKED]
                found += self._bare(post.text, next(bare), taken)
            out.append(self._dated(post, found, now, [name for _, _, name in own]) if found else ())
        return out

    def _quotations(self, post: Post, names: Sequence[tuple[int, int, str]]) -> tuple[Quotation, ...]:
        speakers = [TextSpan(start, end) for start, end, name in names if self._catalogue.speaks(name)]
        return find_quotations(post.text, speakers)

    def _dated(
        self, post: Post, found: Sequence[QuotationHits], now: datetime, names: Sequence[str]
    ) -> tuple[QuotationHits, ...]:
        """Without records that have expired; a line without marks is ascribed to no session."""
        spoken = any(hits.quotation.form is not QuotationForm.BARE for hits in found)
        events = self._event(post, now, names) if spoken else ()
        return tuple(
            replace(
                hits,
                hits=tuple(hit for hit in hits.hits if not hit.evidence.expired(now)),
                event_records=events,
                complete_works=tuple(record for record in hits.complete_works if not record.expired(now)),
            )
            for hits in sorted(found, key=lambda hits: hits.quotation.span)
        )

    def _looked_up(self, text: str, quotation: Quotation, hits: list[PassageHit]) -> QuotationHits:
        span = quotation.span
        attribution = attribution_of(text, span, self._catalogue.names)
        works = self._catalogue.complete_works(attribution.name) if attribution else []
        if not hits or hits[0].coverage < _PARTS_BELOW:
            # Parts of a statement may come from several releases; parts of a line matter where the works are all there.
            for part_hits in self._hits_each([(text, part) for part in _parts(text, span)], _PART_HITS):
                hits += [hit for hit in part_hits if works or hit.evidence.kind is Kind.RELEASE]
        return QuotationHits(
            Quotation(span, quotation.form, attribution),
            tuple(dict.fromkeys(hits)),
            complete_works=tuple(map(self._record, works)),
        )

    def _bare(self, text: str, found: Sequence[PassageHit], taken: Sequence[TextSpan]) -> Iterator[QuotationHits]:
        """Lines of works that stand in the post without marks."""
        long = [
            hit
            for hit in found
            if len(hit.post_span) >= (_BARE_HAN if _HAN.search(hit.post_span.of(text)) else _BARE_LATIN)
            and not any(hit.post_span.overlaps(span) for span in taken)
        ]
        words = count_words(text) if long else 0
        hits = [hit for hit in long if hit.coverage * words >= _BARE_DENSITY * count_words(hit.post_span.of(text))]
        by_span: dict[TextSpan, list[PassageHit]] = {}
        for hit in hits:
            home = next((span for span in by_span if span.overlaps(hit.post_span)), hit.post_span)
            by_span.setdefault(home, []).append(hit)
        for span, group in by_span.items():
            attribution = attribution_of(text, span, self._catalogue.names)
            yield QuotationHits(Quotation(span, QuotationForm.BARE, attribution), tuple(group))

    def _hits_each(
        self,
        parts: Sequence[tuple[str, TextSpan]],
        k: int,
        worth: Worth = _is_covered,
        among: Callable[[int], bool] = lambda row: True,
    ) -> list[list[PassageHit]]:
        """For each part of a text the records that hold its words, as far as that is worth it; of these some rows."""
        if not parts:
            return []
        found = self._index.search_each([span.of(text) for text, span in parts], k, worth)
        return [
            [
                self._hit(span, passage)
                for passage in passages
                if worth(passage.coverage, passage.query_start, passage.query_end) and among(passage.row)
            ]
            for (_, span), passages in zip(parts, found, strict=True)
        ]

    def _hit(self, span: TextSpan, passage: Passage) -> PassageHit:
        return PassageHit(
            self._record(passage.row),
            TextSpan(span.start + passage.query_start, span.start + passage.query_end),
            TextSpan(passage.start, passage.end),
            passage.coverage,
        )

    def _event(self, post: Post, now: datetime, names: Sequence[str]) -> tuple[Evidence, ...]:
        """Sessions of a speaker named in the post, at the time it names, or just before it."""
        speakers = [name for name in names if self._catalogue.speaks(name)]
        if not speakers:
            return ()
        base = post.posted_at.start if post.posted_at else now
        mentions = [mention for mention in find_times(post.text, base) if mention.kind is not TimeKind.VAGUE]
        times = [(mention.start, mention.end) for mention in mentions if mention.start and mention.end]
        times = times or [(base - _RECENT, base)]
        rows: list[int] = []
        for name in speakers:
            for start, end in times:
                rows += self._catalogue.held_by(name, start, end, most=_SESSIONS)
        return tuple(self._record(row) for row in list(dict.fromkeys(rows))[:_SESSIONS])


def _parts(text: str, span: TextSpan) -> list[TextSpan]:
    """Sentences of a quotation, and its clauses where there is but one sentence."""
    for joint in (_STRONG_JOINT, _JOINT):
        cuts = list(joint.finditer(text, span.start, span.end))
        edges = [span.start, *(found.end() for found in cuts), span.end]
        ends = [*(found.start() for found in cuts), span.end]
        parts = [TextSpan(a, max(a, b)) for a, b in zip(edges, ends, strict=False)]
        parts = [part for part in parts if len(part) >= _SHORTEST_PART]
        if len(parts) > 1:
            return parts
    return []
