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

#: Posts that are looked at together. Fewer have fewer words, so that less of their records is theirs; more share the
#: steps. Measured on posts of 24 to 140 characters, 2026-11.
TOGETHER = 32
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
    firsts = np.searchsorted(owners, np.arange(0, len(posts) + TOGETHER, TOGETHER)).tolist()
    parts = [
        _Pairs(posts, owners[first:last], rows[first:last], outlines, vocabulary).features()
        for first, last in pairwise(firsts)
        if first < last
    ]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}


class _Records:
    """The entries of some records, one after the other: what is the same whatever the post.

    Attributes:
        words: numbers of the words.
        fields: flags, where they stand.
        bits: what they are worth.
        begin, lengths: of each record's entries.
    """

    def __init__(self, rows: Rows, outlines: OutlineArrays, vocabulary: Vocabulary) -> None:
        begin = outlines.starts[rows]
        self.lengths = outlines.starts[rows + 1] - begin
        self.begin = np.cumsum(self.lengths) - self.lengths
        places = _laid_out(begin, self.lengths)[1]
        self.words = outlines.entries[places]
        self.fields = outlines.fields[places]
        self.bits = vocabulary.bits[self.words]
        self._some = np.flatnonzero(self.lengths)

    def of_field(self, field: int) -> Floats:
        """What each entry is worth in a field; 0 where it does not stand there."""
        return self.bits * ((self.fields & field) > 0)

    def reduced(self, step: np.ufunc, values: Floats) -> Floats:
        """The values of each record's entries in one; 0 for a record without entries."""
        out = np.zeros(len(self.lengths), np.float32)
        out[self._some] = step.reduceat(values, self.begin[self._some])
        return out

    def first_of(self, best: Floats, values: Floats) -> Rows:
        """The first entry of each record that has this value; -1 where it has none."""
        equal = np.flatnonzero(values == np.repeat(best, self.lengths))[::-1]
        out = np.full(len(self.lengths), -1, np.int64)
        out[np.searchsorted(self.begin, equal, side="right") - 1] = equal
        return out


class _Pairs:
    """Pairs that are looked at together; `_hits` are entries of their records that the post has, pair by pair."""

    def __init__(
        self, posts: Sequence[PostTerms], owners: Rows, rows: Rows, outlines: OutlineArrays, vocabulary: Vocabulary
    ) -> None:
        first = int(owners[0])
        self._posts = posts[first : int(owners[-1]) + 1]
        self._owners = owners - first
        self._sizes = dict(zip(SIZES, outlines.sizes[rows].T.astype(np.float32), strict=True))
        distinct, self._record = np.unique(rows, return_inverse=True)
        self._records = records = _Records(distinct, outlines, vocabulary)
        slot, table = self._table(outlines.words)
        column = slot[records.words]
        # Of a record's entries only those that any post has are laid beside each of its posts.
        met = np.flatnonzero(column)
        edges = np.searchsorted(met, np.append(records.begin, len(column)))
        pair, place = _laid_out(edges[self._record], np.diff(edges)[self._record])
        entry = met[place]
        known = table.ravel().take(self._owners[pair] * table.shape[1] + column[entry])
        signed, hits = (known & _AUTHOR) > 0, (known & _POST) > 0
        self._signed, self._hits = _Hits(pair[signed], entry[signed], records), _Hits(pair[hits], entry[hits], records)

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
        claim = self._shared(CLAIM) / np.maximum(self._sum(CLAIM), 1.0)
        title = self._shared(TITLE) / np.maximum(self._sum(TITLE), 1.0)
        head, everything = self._shared(HEAD), self._shared(WORD)
        signed = self._of_pairs(self._signed, self._signed.worth(WORD))
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

    def _shared(self, field: int) -> Floats:
        """Bits of the terms of a field that the post has."""
        return self._of_pairs(self._hits, self._hits.worth(field))

    def _counted(self, field: int) -> Floats:
        return self._of_pairs(self._hits, self._hits.stand_in(field))

    def _of_pairs(self, hits: _Hits, values: npt.NDArray[np.generic]) -> Floats:
        return np.bincount(hits.pair, values, len(self._owners)).astype(np.float32)

    def _sum(self, field: int) -> Floats:
        """Bits of all terms of a field."""
        return self._records.reduced(np.add, self._records.of_field(field))[self._record]

    def _missing(self, field: int) -> Floats:
        """Bits of the rarest term that the post lacks: the record is about something else."""
        records, hits = self._records, self._hits
        values = records.of_field(field)
        best = records.reduced(np.maximum, values)
        out, record = best[self._record], self._record[hits.pair]
        # Few posts have the rarest term itself; only beside those is the next one that they lack looked for.
        again = np.unique(hits.pair[hits.entry == records.first_of(best, values)[record]])
        if len(again):
            begin, lengths = records.begin[self._record[again]], records.lengths[self._record[again]]
            left = values[_laid_out(begin, lengths)[1]]
            starts = np.cumsum(lengths) - lengths
            number = np.full(len(self._owners), -1, np.int64)
            number[again] = np.arange(len(again))
            mine = np.flatnonzero(number[hits.pair] >= 0)
            of = number[hits.pair[mine]]
            left[starts[of] + hits.entry[mine] - begin[of]] = 0.0
            out[again] = np.maximum.reduceat(left, starts)
        return out

    def _rarest(self, field: int, most: int) -> list[Floats]:
        """Bits of the rarest term of a field that is shared, of the second rarest …; 0 where there are fewer."""
        kept = self._hits.stand_in(field)
        pair, values = self._hits.pair[kept], self._hits.bits[kept]
        begin = np.flatnonzero(np.diff(pair, prepend=-1))
        lengths = np.diff(begin, append=len(pair))
        found = []
        for nth in range(most):
            line = np.zeros(len(self._owners), np.float32)
            if len(pair):
                best = np.maximum.reduceat(values, begin)
                line[pair[begin]] = best
                if nth < most - 1:
                    # Each pair's first term of that worth is done with; another one of the same worth is the next.
                    equal = np.flatnonzero(values == np.repeat(best, lengths))
                    values[equal[np.flatnonzero(np.diff(pair[equal], prepend=-1))]] = 0.0
            found.append(line)
        return found


class _Hits:
    """Entries of records beside the pairs that they belong to, pair by pair, in the order of the entries."""

    def __init__(self, pair: Rows, entry: Rows, records: _Records) -> None:
        self.pair, self.entry = pair, entry
        self.bits, self._fields = records.bits[entry], records.fields[entry]

    def stand_in(self, field: int) -> npt.NDArray[np.bool_]:
        """Which of them stand in a field."""
        return (self._fields & field) > 0

    def worth(self, field: int) -> Floats:
        """What each is worth in a field; 0 where it does not stand there."""
        return self.bits * self.stand_in(field)


def _laid_out(begin: Rows, lengths: Rows) -> tuple[Rows, Rows]:
    """Ranges one after the other: of each place in them the number of its range, and the place."""
    number = np.repeat(np.arange(len(begin)), lengths)
    places = np.repeat(begin - (np.cumsum(lengths) - lengths), lengths)
    places += np.arange(len(places))
    return number, places
