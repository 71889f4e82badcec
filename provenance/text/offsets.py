"""A changed text that still knows where each of its characters stood in the text as received."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from provenance.model.span import TextSpan


@dataclass(frozen=True, slots=True)
class NormalisedText:
    """`text`, derived from `raw` without changing the order, with the way back.

    Spans count code points. Characters that were dropped belong to no character of `text`; a character that stands for
    several received ones (a composed accent, a folded run of spaces) covers all of them, and several characters that
    stand for one (the k and g of ㎏) each cover it.
    """

    raw: str
    text: str
    #: None where every character kept its place; else first all starts, then all ends, in `raw`, of each character.
    offsets: array[int] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        promised = len(self.raw) if self.offsets is None else len(self.offsets) // 2
        if promised != len(self.text):
            raise ValueError(f"the offset map covers {promised} characters, the text has {len(self.text)}")

    def raw_span(self, start: int, end: int) -> TextSpan:
        """Where the characters `start` ≤ i < `end` of `text` stood in `raw`.

        Raises:
            ValueError: there are no such characters.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"{start}–{end} is no span of a text of {len(self.text)} characters")
        if self.offsets is None:
            return TextSpan(start, end)
        count = len(self.text)
        if start == end:
            at = self.offsets[start] if start < count else len(self.raw)
            return TextSpan(at, at)
        return TextSpan(self.offsets[start], self.offsets[count + end - 1])

    def norm_span(self, span: TextSpan) -> tuple[int, int]:
        """Which characters of `text` stand for some character of `span`, a span of `raw`: a half-open range.

        Raises:
            ValueError: the span reaches past the end of `raw`.
        """
        if span.end > len(self.raw):
            raise ValueError(f"{span.start}–{span.end} reaches past a text of {len(self.raw)} characters")
        if self.offsets is None:
            return span.start, span.end
        count = len(self.text)
        start = bisect_right(self.offsets, span.start, count, 2 * count) - count
        return start, max(start, bisect_left(self.offsets, span.end, 0, count))

    @classmethod
    def replacing(cls, text: str, cuts: Iterable[tuple[int, int, str]]) -> Self:
        """`text` with pieces of it replaced; each character of a filler covers all of its piece.

        Args:
            text: as received.
            cuts: start and end of a piece, and what takes its place, from left to right; of a piece that reaches into
                the one before it only the rest is replaced.
        """
        starts, ends = array("I"), array("I")
        out: list[str] = []
        at = 0
        for start, end, filler in cuts:
            if end <= at:
                continue
            start = max(start, at)
            out.append(text[at:start] + filler)
            starts.extend(range(at, start))
            ends.extend(range(at + 1, start + 1))
            starts.extend([start] * len(filler))
            ends.extend([end] * len(filler))
            at = end
        if not at:
            return cls(text, text)
        out.append(text[at:])
        starts.extend(range(at, len(text)))
        ends.extend(range(at + 1, len(text) + 1))
        return cls(text, "".join(out), starts + ends)

    def then(self, later: NormalisedText) -> NormalisedText:
        """This change followed by `later`, a change of `self.text`: one map for both.

        Raises:
            ValueError: `later` was derived from another text.
        """
        if later.raw != self.text:
            raise ValueError("the second change was made to another text")
        if later.offsets is None:
            return NormalisedText(self.raw, later.text, self.offsets)
        if self.offsets is None:
            return NormalisedText(self.raw, later.text, later.offsets)
        count, mine = len(later.text), len(self.text)
        offsets = array("I", map(self.offsets.__getitem__, later.offsets[:count]))
        offsets.extend(map(self.offsets[mine - 1 :].__getitem__, later.offsets[count:]))
        return NormalisedText(self.raw, later.text, offsets)
