"""Records as retrieval sees them: numbered terms, cached, so that a post meets its candidates in a few array steps."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from provenance.indexing.analysis import terms_of
from provenance.retrieval.post_view import names_of, numbers_of
from provenance.text.normalise import normalise

Numbers = npt.NDArray[np.int32]

#: What a term is worth that stands in one record only, whatever the size of the index (bits; a collection of 16,000
#: records). Weights fitted on one index then mean the same on another.
FULL_BITS = 14.0

#: Texts in general count like this many records of the index: in a small index, rare words are not rare, only unseen.
BACKGROUND_TEXTS = 4000

#: Characters of a body that are compared; the claim is told in the lead.
BODY_LENGTH = 600

#: Record views kept in memory; 30,000 of them take about 70 MB.
KEPT = 30_000

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


class Vocabulary:
    """Numbers the terms that were met, and knows what each is worth.

    Args:
        rows: records of the index.
        document_frequency: for words and pairs alike, how many records hold each.
        shares: how common terms are in general (`load_term_shares`).
    """

    def __init__(
        self,
        rows: int,
        document_frequency: Callable[[Sequence[str]], npt.NDArray[np.int64]],
        shares: Mapping[str, float],
    ) -> None:
        self._rows = rows + BACKGROUND_TEXTS
        self._shares = shares
        self._frequency = document_frequency
        self._numbers: dict[str, int] = {}
        self.bits: npt.NDArray[np.float32] = np.zeros(1024, np.float32)

    def __len__(self) -> int:
        return len(self._numbers)

    def numbers(self, terms: Iterable[str]) -> Numbers:
        """The number of each term, in order; a term that was never met gets one.

        `bits[number]` is the term's information: log2 of records over the records that hold it, stretched so
        that a term of one record has `FULL_BITS`; one that no record holds counts as much.
        """
        terms = list(terms)
        if new := [term for term in dict.fromkeys(terms) if term not in self._numbers]:
            self._learn(new)
        return np.array([self._numbers[term] for term in terms], np.int32)

    def _learn(self, terms: list[str]) -> None:
        first, last = len(self._numbers), len(self._numbers) + len(terms)
        if last > len(self.bits):
            self.bits = np.concatenate([self.bits, np.zeros(max(len(self.bits), len(terms)), np.float32)])
        found = np.asarray(self._frequency(terms), np.float32)
        general = np.array([self._shares.get(term, 0.0) for term in terms], np.float32)
        information = np.log2((self._rows + 1) / (np.maximum(found + BACKGROUND_TEXTS * general, 1) + 0.5))
        scale = FULL_BITS / np.log2(max(2.0, (self._rows + 1) / 1.5))
        self.bits[first:last] = np.clip(information * scale, 0.0, FULL_BITS)
        self._numbers.update(zip(terms, range(first, last), strict=True))


@dataclass(frozen=True, slots=True)
class RecordView:
    """What of a record is compared. Terms are distinct numbers of a `Vocabulary`, the rarest first.

    A record with only one of claim and title is compared as if it had both; `head` holds both, `all` the body as well.
    """

    claim: Numbers
    title: Numbers
    head: Numbers
    all: Numbers
    numbers: frozenset[str]
    names: frozenset[str]


class RecordViews:
    """Views by row, made when they are first asked for; the ones used last stay.

    Args:
        vocabulary: numbers the terms.
        claim, title, text: fetch these texts of some rows.
    """

    def __init__(self, vocabulary: Vocabulary, texts: Callable[[Sequence[int], str], list[str | None]]) -> None:
        self._vocabulary = vocabulary
        self._texts = texts
        self._kept: OrderedDict[int, RecordView] = OrderedDict()

    def at(self, rows: Sequence[int]) -> list[RecordView]:
        """The views of some rows, in their order."""
        missing = [row for row in dict.fromkeys(rows) if row not in self._kept]
        columns = (self._texts(missing, name) for name in ("claim", "title", "text"))
        made = {row: self._make(*texts) for row, *texts in zip(missing, *columns, strict=True)}
        views = [made.get(row) or self._kept[row] for row in rows]
        self._kept.update(made)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return views

    def _make(self, claim: str | None, title: str | None, text: str | None) -> RecordView:
        claim, title = unframed(claim or ""), unframed(title or "")
        head = f"{claim} {title}" if claim != title else claim
        of_claim = self._terms(claim or title)
        of_title = self._terms(title) if claim and title and claim != title else of_claim
        of_head = of_claim if of_title is of_claim else _united(of_claim, of_title)
        body = (text or "")[:BODY_LENGTH]
        everything = _united(of_head, self._terms(body)) if body else of_head
        # Fields that say the same share one array: many records have no title, or no text.
        sorted_claim = self._sorted(of_claim)
        sorted_head = sorted_claim if of_head is of_claim else self._sorted(of_head)
        return RecordView(
            claim=sorted_claim,
            title=sorted_claim if of_title is of_claim else self._sorted(of_title),
            head=sorted_head,
            all=sorted_head if everything is of_head else self._sorted(everything),
            numbers=numbers_of(head),
            names=names_of(head),
        )

    def _terms(self, text: str) -> Numbers:
        found = terms_of(text)
        return self._vocabulary.numbers(dict.fromkeys((*found.words, *found.pairs)))

    def _sorted(self, terms: Numbers) -> Numbers:
        return terms[np.argsort(-self._vocabulary.bits[terms], kind="stable")]


def _united(first: Numbers, second: Numbers) -> Numbers:
    return np.array(list(dict.fromkeys((*first.tolist(), *second.tolist()))), np.int32)
