"""What the pictures of a post say: their text as a post of its own, whose characters know where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from provenance.errors import RecordError
from provenance.media.box import Box
from provenance.media.decoder import PictureDecoder
from provenance.media.ocr import TextLine, TextReader
from provenance.model.media_path import media_file
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
class PictureText:
    """The text of one picture.

    Attributes:
        media: the entry of the post's `media`.
        text: lines joined to paragraphs.
        lines: where each line stands in `text`, and where in the picture.
    """

    media: str
    text: str
    lines: tuple[tuple[TextSpan, Box], ...]

    def box(self, span: TextSpan) -> BoxSpan:
        """The rectangle around the lines that a stretch of the text touches."""
        touched = [box for line, box in self.lines if line.overlaps(span)] or [box for _, box in self.lines]
        return Box.around(np.concatenate([box.corners for box in touched])).span(self.media)

    def as_post(self, post: Post) -> Post:
        """A post that says what the picture says, at the time and place of the post that shows it."""
        return replace(post, text=self.text, media=(), lang=None)


class PictureTexts:
    """Reads the pictures of posts; use it as a context manager, it owns a decoding process."""

    def __init__(self, reader: TextReader | None = None) -> None:
        self._reader = reader or TextReader()
        self._decoder = PictureDecoder()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._decoder.close()

    @property
    def revision(self) -> str:
        """Of the recogniser."""
        return self._reader.revision

    def read(self, post: Post) -> tuple[PictureText, ...]:
        """The pictures of a post that say enough to be checked; what cannot be decoded is reported by the search."""
        found = []
        for media in post.media:
            try:
                picture = self._decoder.decode(media_file(media))
            except RecordError:
                continue
            said = joined(str(media), self._reader.read(picture.pixels), picture.width / picture.height)
            if _says_enough(said.text):
                found.append(said)
        return tuple(found)


def joined(media: str, lines: Sequence[TextLine], ratio: float = 1.0) -> PictureText:
    """Join lines to paragraphs: the lines of one sentence without a break, other blocks on lines of their own.

    Args:
        media: the picture.
        lines: from top to bottom.
        ratio: width over height of the picture.
    """
    text, placed = "", []
    before: TextLine | None = None
    for line in lines:
        text += _between(before, line, ratio) if before else ""
        placed.append((TextSpan(len(text), len(text) + len(line.text)), line.box))
        text += line.text
        before = line
    return PictureText(media, text, tuple(placed))


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


def _says_enough(text: str) -> bool:
    return len(_HAN.findall(text)) >= _LEAST_HAN or len(_LETTER.findall(text)) >= _LEAST_LETTERS
