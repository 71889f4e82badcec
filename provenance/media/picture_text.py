"""What one picture says: its lines joined to a text whose characters know where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from provenance.media.box import Box
from provenance.media.ocr import TextLine
from provenance.model.post import Post
from provenance.model.span import BoxSpan, TextSpan

#: Less than so many Han characters, or letters of other scripts, is a sign or a caption, not a claim.
_LEAST_HAN, _LEAST_LETTERS = 8, 24
#: Lines belong to one paragraph when the gap between them and the offset of their left ends, in heights of a line, and
#: the ratio of their heights stay below these.
_GAP, _OFFSET, _RATIO = 1.0, 2.0, 1.5

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line: where it stands in the text and in the picture, and the recogniser's trust (0 to 1)."""

    span: TextSpan
    box: Box
    trust: float = 1.0


@dataclass(frozen=True, slots=True)
class PictureText:
    """The text of one picture.

    Attributes:
        media: the entry of a post's or record's `media`.
        text: lines joined to paragraphs, which line breaks keep apart.
        lines: in the order of the text.
        at_s: second of the frame, where the entry is a recording.
    """

    media: str
    text: str
    lines: tuple[PlacedLine, ...]
    at_s: float | None = None

    def at(self, span: TextSpan) -> tuple[PlacedLine, ...]:
        """The lines that a stretch of the text touches; all of them where it touches none."""
        return tuple(line for line in self.lines if line.span.overlaps(span)) or self.lines

    def box(self, span: TextSpan) -> BoxSpan:
        """The rectangle around those lines."""
        return Box.around(np.concatenate([line.box.corners for line in self.at(span)])).span(self.media)

    def as_post(self, post: Post) -> Post:
        """A post that says what the picture says, at the time and place of the post that shows it."""
        return replace(post, text=self.text, media=(), lang=None)

    @property
    def says_enough(self) -> bool:
        """Whether this is more than a sign or a caption."""
        return len(_HAN.findall(self.text)) >= _LEAST_HAN or len(_LETTER.findall(self.text)) >= _LEAST_LETTERS


def joined(media: str, lines: Sequence[TextLine], ratio: float = 1.0, at_s: float | None = None) -> PictureText:
    """Join lines to paragraphs: the lines of one sentence without a break, other blocks on lines of their own.

    Args:
        media: the picture.
        lines: from top to bottom.
        ratio: width over height of the picture.
        at_s: second of the frame, where the picture is one of a recording.
    """
    text, placed = "", []
    before: TextLine | None = None
    for line in lines:
        text += _between(before, line, ratio) if before else ""
        placed.append(PlacedLine(TextSpan(len(text), len(text) + len(line.text)), line.box, line.trust))
        text += line.text
        before = line
    return PictureText(media, text, tuple(placed), at_s)


def _between(before: TextLine, line: TextLine, ratio: float) -> str:
    upper, lower = before.box.y1 - before.box.y0, line.box.y1 - line.box.y0
    tall = max(upper, lower, 1e-6)
    together = (
        -0.5 * tall <= line.box.y0 - before.box.y1 <= _GAP * tall
        and abs(line.box.x0 - before.box.x0) * ratio <= _OFFSET * tall
        and tall <= _RATIO * max(min(upper, lower), 1e-6)
    )
    if not together:
        return "\n"
    return "" if _HAN.match(line.text) or not before.text[-1:].isascii() else " "
