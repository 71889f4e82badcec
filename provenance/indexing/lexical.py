"""Words in common, weighted by BM25: a tantivy index over claim, title and body. The only file that imports tantivy."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexCorrupt, JobError
from provenance.indexing.analysis import Terms, terms_of
from provenance.indexing.base import Mask, Ranking, best, checked_k, checked_mask
from provenance.indexing.fields import FIELDS

#: Field → boost. A stated claim is what a post repeats, and a body says it in many words; recall of the first 20 rises
#: from .60 to .73 on zh_post_to_refutation, where the body is worth as much only if there is no claim (2026-11).
DEFAULT_BOOSTS: Mapping[str, float] = MappingProxyType({"claim": 2.0, "title": 1.0, "body": 1.0})

#: Weight of pairs of Han characters beside dictionary words, in every field.
PAIRS_BOOST = 0.5

#: Below this share of allowed rows the filter goes into the query, which costs as much as 20,000 further hits in a
#: million records; above, results are filtered as they come (2026-11).
NARROW = 0.01

#: Where there are several masks, so many hits are found once and looked at through each; a mask that keeps too few of
#: them is searched by itself. Searching costs much, fetching more hits little (2026-11).
LOOKED_THROUGH = 2_000

#: Terms whose clauses stay made.
CLAUSES_KEPT = 30_000

#: Field of the terms that need no language (`indexing.facts`).
FACTS = "facts"

#: Bytes that tantivy may gather before it writes a segment.
_HEAP = 64_000_000

#: Where documents are not numbered by row (`lexical_extend`): document number → row, -1 for removed ones.
ROWS_FILE = "rows.npy"

#: Terms of a query beyond this add little and cost much; the first ones are kept (a long post's lead).
MAX_QUERY_TERMS = 256


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """A text to look for, and how much each field counts."""

    text: str
    boosts: Mapping[str, float] = field(default_factory=lambda: DEFAULT_BOOSTS, hash=False)

    def __post_init__(self) -> None:
        unknown = set(self.boosts) - set(FIELDS)
        if unknown:
            raise ValueError(f"there is no field {', '.join(sorted(unknown))}; the fields are {', '.join(FIELDS)}")


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=False, indexed=True, fast=True)
    for name in FIELDS:
        for part in ("words", "pairs"):
            builder.add_text_field(f"{name}_{part}", stored=False, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(FACTS, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def writer_of(folder: Path, *, reuse: bool) -> Any:
    """A writer into a folder; `reuse` an index that is there already."""
    import tantivy

    # One thread: the rows then lie in their order, and a build keeps one core busy, not all.
    with tantivy_errors("begin"):
        return tantivy.Index(_schema(), path=str(folder), reuse=reuse).writer(_HEAP, 1)


@contextmanager
def tantivy_errors(doing: str) -> Iterator[None]:
    """Tantivy reports a full or broken disk as a wrong value."""
    try:
        yield
    except ValueError as error:
        raise JobError(f"cannot {doing} the lexical index: {error}") from error


def numbers_query(numbers: npt.NDArray[np.int64]) -> Any:
    """What finds the documents with these numbers."""
    from tantivy import Query

    return Query.term_set_query(_schema(), "row", numbers.tolist())


class LexicalWriter:
    """Writes the index row by row, inside `with`; whatever ends the block, its threads are gone afterwards."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._begin(writer_of(folder, reuse=False))

    def _begin(self, writer: Any) -> None:
        import tantivy

        self._document = tantivy.Document
        self._writer = writer

    def add(self, row: int, texts: Mapping[str, str], facts: Sequence[str] = ()) -> None:
        """Add a row's field texts (`fields.field_texts`) and its facts (`facts.facts_of`)."""
        document = self._document()
        document.add_unsigned("row", row)
        if facts:
            document.add_text(FACTS, " ".join(facts))
        for name, text in texts.items():
            terms = terms_of(text)
            for part, values in (("words", terms.words), ("pairs", terms.pairs)):
                if values:
                    document.add_text(f"{name}_{part}", " ".join(values))
        with tantivy_errors("write"):
            self._writer.add_document(document)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                with tantivy_errors("write"):
                    self._writer.commit()
        finally:
            with tantivy_errors("finish"):
                self._writer.wait_merging_threads()


class LexicalIndex:
    """BM25 over the fields, each with its own statistics; a row's similarity is the boosted sum."""

    def __init__(self, index: Any, row_of: npt.NDArray[np.int64] | None = None) -> None:
        self._row_of = row_of
        self._schema = index.schema
        self._searcher = index.searcher()
        self._rows = int(self._searcher.num_docs)
        self._clauses: dict[tuple[tuple[str, float], ...], dict[tuple[str, str], list[Any]]] = {}

    @classmethod
    def open(cls, folder: Path) -> Self:
        """See `Index.open`."""
        import tantivy

        try:
            table = folder / ROWS_FILE
            row_of = np.load(table, mmap_mode="r", allow_pickle=False) if table.exists() else None
            # Readers of tantivy write a lock beside the files: into a folder of links, so that a published index is
            # never written to, and opens for whoever may read it.
            with tempfile.TemporaryDirectory(prefix="provenance-", ignore_cleanup_errors=True) as links:
                for path in folder.iterdir():
                    if not path.name.endswith(".lock"):
                        (Path(links) / path.name).symlink_to(path.resolve())
                return cls(tantivy.Index.open(links), row_of)
        except (ValueError, OSError) as error:
            raise IndexCorrupt(f"cannot open the lexical index {folder}: {error}; rebuild the index") from error

    def __len__(self) -> int:
        return self._rows

    def document_frequency(
        self, words: Sequence[str], pairs: Sequence[str]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """In how many records each term stands, in the field that has it most often.

        Args:
            words: as `analysis.terms_of` gives them, any number.
            pairs: the same.
        """
        return self._frequencies("words", words), self._frequencies("pairs", pairs)

    def _frequencies(self, part: str, terms: Sequence[str]) -> npt.NDArray[np.int64]:
        count = self._searcher.doc_freq
        return np.array([max(count(f"{name}_{part}", term) for name in FIELDS) for term in terms], np.int64)

    def search(self, queries: Sequence[LexicalQuery | str], k: int, *, allowed: Mask | None = None) -> list[Ranking]:
        """See `Index.search`; rows that share no term with the query are not returned."""
        return [rankings[0] for rankings in self.search_each(queries, k, [allowed])]

    def search_each(
        self, queries: Sequence[LexicalQuery | str], k: int, masks: Sequence[Mask | None]
    ) -> list[list[Ranking]]:
        """Like `search` under several masks, with every query read once.

        Returns:
            For each query one ranking a mask.
        """
        checked_k(k)
        filters = [_Filter.of(checked_mask(mask, len(self))) for mask in masks]
        out = []
        for query in queries:
            parsed = self._parse(query if isinstance(query, LexicalQuery) else LexicalQuery(query))
            if parsed is None or not len(self):
                out.append([_none(k) for _ in masks])
            else:
                seen = self._split(parsed, k, filters) if len(masks) > 1 else [None for _ in masks]
                each = zip(seen, filters, strict=True)
                out.append([self._search(parsed, k, where) if known is None else known for known, where in each])
        return out

    def search_facts(self, facts: Sequence[str], k: int, *, allowed: Mask | None = None) -> Ranking:
        """The rows that share most of some facts, the rare ones counting most (BM25).

        Args:
            facts: as `text.facts.fact_terms` gives them.
            k: rows.
            allowed: shape (rows,), which rows may be returned; None means all.
        """
        checked_k(k)
        allowed = checked_mask(allowed, len(self))
        parsed = self._parse_facts(facts)
        if parsed is None:
            return _none(k)
        return self._search(parsed, k, _Filter.of(allowed))

    def _split(self, parsed: Any, k: int, filters: Sequence[_Filter]) -> list[Ranking | None]:
        """The first hits of a query, looked at through each mask; None where that shows too few."""
        least = min((where.share for where in filters if where.share >= NARROW), default=1.0)
        fetch = min(len(self), max(LOOKED_THROUGH, int(2 * k / least)))
        scores, rows = self._hits(parsed, fetch)
        shown = [where.of_rows(rows) for where in filters]
        enough = [len(rows) < fetch or fetch == len(self) or int(kept.sum()) >= k for kept in shown]
        return [best(rows[kept], scores[kept], k) if whole else None for kept, whole in zip(shown, enough, strict=True)]

    def _search(self, parsed: Any, k: int, where: _Filter) -> Ranking:
        if not where.share:
            return _none(k)
        if where.mask is not None and where.share < NARROW:
            parsed, where = self._among(parsed, where.mask), _Filter()
        fetch = min(len(self), k if where.mask is None else int(k / where.share) + k)
        while True:
            scores, rows = self._hits(parsed, fetch)
            kept = where.of_rows(rows)
            if kept.sum() >= k or len(rows) < fetch or fetch >= len(self):
                return best(rows[kept], scores[kept], k)
            fetch = min(len(self), fetch * 4)

    def _hits(self, parsed: Any, fetch: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
        """The best `fetch` hits of what `_parse` gave: scores, not increasing, and rows."""
        hits = self._searcher.search(parsed, fetch, count=False).hits
        numbers = np.array(self._searcher.fast_field_values("row", [at for _, at in hits]), np.int64)
        rows = numbers if self._row_of is None else np.asarray(self._row_of[numbers], np.int64)
        return np.array([score for score, _ in hits], np.float32), rows

    def _among(self, parsed: Any, allowed: Mask) -> Any:
        from tantivy import Occur, Query

        numbers = np.flatnonzero(allowed if self._row_of is None else (self._row_of >= 0) & allowed[self._row_of])
        rows = Query.const_score_query(numbers_query(numbers), 0.0)
        return Query.boolean_query([(Occur.Must, parsed), (Occur.Must, rows)])

    def _parse(self, query: LexicalQuery) -> Any:
        from tantivy import Query

        terms, kept = terms_of(query.text), self._kept(query.boosts)
        clauses: list[Any] = []
        for part, values in (("words", terms.words), ("pairs", terms.pairs)):
            for term in dict.fromkeys(values[:MAX_QUERY_TERMS]):
                found = kept.get((part, term))
                if found is None:
                    found = kept[part, term] = self._of_term(part, term, query.boosts)
                clauses += found
        return Query.boolean_query(clauses) if clauses else None

    def _kept(self, boosts: Mapping[str, float]) -> dict[tuple[str, str], list[Any]]:
        """The clauses of terms that were met under these boosts."""
        kept = self._clauses.setdefault(tuple(boosts.items()), {})
        if len(kept) >= CLAUSES_KEPT:
            kept.clear()
        return kept

    def _parse_facts(self, facts: Sequence[str]) -> Any:
        from tantivy import Occur, Query

        known = [term for term in facts if self._searcher.doc_freq(FACTS, term)]
        found = [Query.term_query(self._schema, FACTS, term, "freq") for term in known]
        return Query.boolean_query([(Occur.Should, query) for query in found]) if found else None

    def _of_term(self, part: str, term: str, boosts: Mapping[str, float]) -> list[Any]:
        """What finds one term in each field; fields in which no record holds it are left out."""
        from tantivy import Occur, Query

        one = Terms((term,), ()) if part == "words" else Terms((), (term,))
        return [
            (Occur.Should, Query.boost_query(Query.term_query(self._schema, f"{name}_{part}", term, "freq"), weight))
            for name, _, _, weight in weighted_terms(one, boosts)
            if self._searcher.doc_freq(f"{name}_{part}", term)
        ]


@dataclass(frozen=True, slots=True, eq=False)
class _Filter:
    """Which rows may be returned, and what share of all that is."""

    mask: Mask | None = None
    share: float = 1.0

    @classmethod
    def of(cls, mask: Mask | None) -> _Filter:
        return cls() if mask is None else cls(mask, float(mask.mean()) if len(mask) else 0.0)

    def of_rows(self, rows: npt.NDArray[np.int64]) -> Mask:
        """Which of some rows pass."""
        return np.ones(len(rows), np.bool_) if self.mask is None else self.mask[rows]


def weighted_terms(terms: Terms, boosts: Mapping[str, float]) -> list[tuple[str, str, str, float]]:
    """(field, "words" or "pairs", term, weight) of a query: each term once, however often it stands there."""
    out: list[tuple[str, str, str, float]] = []
    for part, values, share in (("words", terms.words, 1.0), ("pairs", terms.pairs, PAIRS_BOOST)):
        for term in dict.fromkeys(values[:MAX_QUERY_TERMS]):
            out.extend((name, part, term, boost * share) for name, boost in boosts.items() if boost > 0)
    return out


def _none(k: int) -> Ranking:
    return best(np.zeros(0, np.int64), np.zeros(0, np.float32), k)
