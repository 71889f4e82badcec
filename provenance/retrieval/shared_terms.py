"""Which terms posts and records share, and what they are worth: all pairs of a batch in a few array steps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from provenance.indexing.outlines import CLAIM, HEAD, NAME, NUMBER, SIZES, TITLE, WORD, OutlineArrays
from provenance.retrieval.vocabulary import PostTerms, Vocabulary

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

#: Entries of records that are looked at together; 2,000,000 of them take 60 MB.
MOST_ENTRIES = 2_000_000
_POST, _AUTHOR = 1, 2


def shared_terms(
    posts: Sequence[PostTerms], owners: Rows, rows: Rows, outlines: OutlineArrays, vocabulary: Vocabulary
) -> dict[str, Floats]:
    """Features of words, numbers and names for pairs of a post and a record.

    Args:
        posts: of the batch.
        owners: shape (n,), of each pair the place of its post; not decreasing.
        rows: shape (n,), of each pair the row of its record.
        outlines: of the records.
        vocabulary: says what terms are worth.

    Returns:
        Feature name → shape (n,).
    """
    lengths = outlines.starts[rows + 1] - outlines.starts[rows]
    ends = np.cumsum(lengths)
    cuts = [0]
    while cuts[-1] < len(rows):
        done = ends[cuts[-1] - 1] if cuts[-1] else 0
        cuts.append(max(cuts[-1] + 1, int(np.searchsorted(ends, done + MOST_ENTRIES, side="right"))))
    parts = [
        _Pairs(posts, owners[first:last], rows[first:last], outlines, vocabulary).features()
        for first, last in pairwise(cuts)
    ]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}


class _Pairs:
    """Pairs that are looked at together. Their entries lie one after the other; `hits` are those that the post has."""

    def __init__(
        self, posts: Sequence[PostTerms], owners: Rows, rows: Rows, outlines: OutlineArrays, vocabulary: Vocabulary
    ) -> None:
        first = int(owners[0])
        self._posts = posts[first : int(owners[-1]) + 1]
        self._owners = owners - first
        self._sizes = dict(zip(SIZES, outlines.sizes[rows].T.astype(np.float32), strict=True))
        begin = outlines.starts[rows]
        lengths = outlines.starts[rows + 1] - begin
        ends = np.cumsum(lengths)
        total, starts = int(ends[-1]), ends - lengths
        places = np.repeat(begin - starts, lengths)
        places += np.arange(total)
        terms = outlines.entries[places]
        self._fields = outlines.fields[places]
        self._bits = vocabulary.bits[terms]
        self._pair = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)
        self._some = np.flatnonzero(lengths)
        self._begin = starts[self._some]
        slot, table = self._table(outlines.words)
        place = slot[terms]
        met = np.flatnonzero(place)
        known = table[self._owners[self._pair[met]], place[met]]
        self._signed = met[(known & _AUTHOR) > 0]
        self._hits = met[(known & _POST) > 0]

    def _table(self, words: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
        """Column of each word that some post has, 0 for the others; post × column → who has it."""
        mine = [np.concatenate([post.terms, post.numbers, post.names]) for post in self._posts]
        distinct = np.unique(np.concatenate(mine)) if mine else np.zeros(0, np.int64)
        slot = np.zeros(words, np.int32)
        slot[distinct] = np.arange(1, len(distinct) + 1)
        table = np.zeros((len(mine), len(distinct) + 1), np.uint8)
        for line, post, own in zip(table, self._posts, mine, strict=True):
            line[slot[own]] = _POST
            line[slot[post.author]] |= _AUTHOR
        return slot, table

    def features(self) -> dict[str, Floats]:
        """See `shared_terms`."""
        of_post = {
            name: np.array([getattr(post, name) for post in self._posts], np.float32)[self._owners]
            for name in ("count", "bits", "author_bits")
        }
        sizes = self._sizes
        shared_claim = self._shared(CLAIM)
        head, everything = self._shared(HEAD), self._shared(WORD)
        claim = shared_claim / np.maximum(self._sum(CLAIM), 1.0)
        title = self._shared(TITLE) / np.maximum(self._sum(TITLE), 1.0)
        signed = self._shared(WORD, self._signed)
        first, _, third = self._rarest(WORD, 3)
        numbers, names = self._counted(NUMBER), self._counted(NAME)
        return {
            "words_covered_head": np.maximum(claim, title),
            "words_covered_claim": claim,
            "words_explained_head": head / of_post["bits"],
            "words_explained_all": everything / of_post["bits"],
            "words_shared_bits": head,
            "rare_word_bits": first,
            "rare_word_bits_head": self._rarest(HEAD, 1)[0],
            "rare_third_bits": third,
            "rare_missing": self._missing(HEAD),
            "author_bits": signed,
            "author_covered": signed / of_post["author_bits"],
            "post_terms": of_post["count"],
            "post_bits": of_post["bits"] / np.maximum(of_post["count"], 1.0),
            "numbers_shared": numbers,
            "numbers_missing": sizes["numbers"] - numbers,
            "names_shared": names,
            "names_covered": names / (1 + sizes["names"]),
            "head_terms": sizes["claim"],
            "body_terms": sizes["all"] - sizes["head"],
        }

    def _shared(self, field: int, hits: Rows | None = None) -> Floats:
        """Bits of the terms of a field that the post has."""
        hits = self._hits if hits is None else hits
        return self._of_pairs(hits, self._bits[hits] * ((self._fields[hits] & field) > 0))

    def _counted(self, field: int) -> Floats:
        return self._of_pairs(self._hits, (self._fields[self._hits] & field) > 0)

    def _of_pairs(self, places: Rows, values: npt.NDArray[np.generic]) -> Floats:
        return np.bincount(self._pair[places], values, len(self._owners)).astype(np.float32)

    def _sum(self, field: int) -> Floats:
        """Bits of all terms of a field."""
        out = np.zeros(len(self._owners), np.float32)
        out[self._some] = np.add.reduceat(self._bits * ((self._fields & field) > 0), self._begin)
        return out

    def _missing(self, field: int) -> Floats:
        """Bits of the rarest term that the post lacks: the record is about something else."""
        values = self._bits * ((self._fields & field) > 0)
        values[self._hits] = 0.0
        out = np.zeros(len(self._owners), np.float32)
        out[self._some] = np.maximum.reduceat(values, self._begin)
        return out

    def _rarest(self, field: int, most: int) -> list[Floats]:
        """Bits of the rarest term of a field that is shared, of the second rarest …; 0 where there are fewer."""
        hits = self._hits[(self._fields[self._hits] & field) > 0]
        pair, values = self._pair[hits], self._bits[hits].copy()
        begin = np.flatnonzero(np.concatenate([[True], pair[1:] != pair[:-1]])) if len(pair) else np.zeros(0, np.int64)
        found = []
        for _ in range(most):
            line = np.zeros(len(self._owners), np.float32)
            if len(pair):
                best = np.maximum.reduceat(values, begin)
                line[pair[begin]] = best
                # Each pair's first term of that worth is done with; another one of the same worth is the next.
                lengths = np.diff(np.append(begin, len(pair)))
                equal = np.flatnonzero(values == np.repeat(best, lengths))
                first = np.concatenate([[True], pair[equal[1:]] != pair[equal[:-1]]])
                values[equal[first]] = 0.0
            found.append(line)
        return found
