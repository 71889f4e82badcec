"""A text as marked pieces: what both sides share, what was left out, what was added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from provenance.model.span import TextSpan


class Mark(StrEnum):
    """How a piece is shown; the names are those of the HTML elements."""

    PLAIN = "span"
    #: What is compared as a whole, where the other side tells the same in other words.
    PASSAGE = "u"
    SAME = "mark"
    CUT = "del"
    ADDED = "ins"
    #: Something is not shown here.
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters that are shown alike."""

    mark: Mark
    text: str


#: A text up to this many characters is shown whole; of a longer one, this much around each mark.
_WHOLE, _AROUND = 320, 50
#: A longer marked or plain piece is shown by its beginning and its end.
_PIECE, _PIECE_END = 260, 80
#: A text without marks is shown from its beginning.
_BEGINNING = 240
# What no page can show; the text itself stays as it is in the data.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_STRENGTH = {Mark.PASSAGE: 1, Mark.SAME: 2, Mark.ADDED: 3, Mark.CUT: 4}


def passage(text: str, marks: Iterable[tuple[TextSpan, Mark]]) -> list[Piece]:
    """The pieces of a text, in order. Where marks overlap, a cut goes before an addition, same words and a passage.

    Marks that reach past the text are clipped: a report may be shown with a newer version of its records.
    """
    inside = [
        (span.start, min(span.end, len(text)), mark) for span, mark in marks if span.start < min(span.end, len(text))
    ]
    pieces = _cut(text, inside)
    if len(text) <= _WHOLE:
        return pieces
    if not inside:
        return [Piece(Mark.PLAIN, text[:_BEGINNING]), Piece(Mark.GAP, "")]
    return _shortened(pieces)


def printable(text: str) -> str:
    """The text with control characters replaced by a visible sign."""
    return _INVISIBLE.sub("\ufffd", text)


def _cut(text: str, marks: Sequence[tuple[int, int, Mark]]) -> list[Piece]:
    bounds = sorted({0, len(text), *(start for start, _, _ in marks), *(end for _, end, _ in marks)})
    pieces: list[Piece] = []
    for start, end in pairwise(bounds):
        over = [mark for left, right, mark in marks if left <= start and end <= right]
        mark = max(over, key=lambda each: _STRENGTH[each], default=Mark.PLAIN)
        words = text[start:end]
        if pieces and pieces[-1].mark is mark:
            words = pieces.pop().text + words
        pieces.append(Piece(mark, words))
    return pieces


def _shortened(pieces: Sequence[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        if piece.mark is Mark.PLAIN:
            before = "" if number == 0 else piece.text[:_AROUND]
            after = "" if last else piece.text[-_AROUND:]
            whole = len(piece.text) <= len(before) + len(after)
            parts = (
                [Piece(Mark.PLAIN, piece.text)]
                if whole
                else [Piece(Mark.PLAIN, before), Piece(Mark.GAP, ""), Piece(Mark.PLAIN, after)]
            )
        elif len(piece.text) > _PIECE + _PIECE_END:
            parts = [
                Piece(piece.mark, piece.text[:_PIECE]),
                Piece(Mark.GAP, ""),
                Piece(piece.mark, piece.text[-_PIECE_END:]),
            ]
        else:
            parts = [piece]
        out += [part for part in parts if part.text or part.mark is Mark.GAP]
    return out
