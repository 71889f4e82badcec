"""The text of a record's picture as a record of its own, so that it is searched like any other.

A notice or a screenshot in the archive often says what the text beside it does not. What was read there becomes a
record with the dates, places and publisher of the one that shows it. It is never cited itself: `shown_by` gives back
whose words these are, and where in the picture they stand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from provenance.indexing.analysis import terms_of
from provenance.media.box import Box
from provenance.media.picture_text import PictureText, PlacedLine
from provenance.model.evidence import Evidence, Kind
from provenance.model.span import TextSpan
from provenance.text.ratings import Verdict, verdict_of
from provenance.text.stance import Stance, stance_of

#: Kinds whose pictures are read: what an edition of a work prints beside a line is no line of it.
READ = frozenset({Kind.FACT_CHECK, Kind.RELEASE, Kind.ARCHIVE})
#: Share of a claim's terms that a picture of the fact-check must say to count as the claim's picture; below, it may
#: show the very statement that refutes it.
_OF_CLAIM = 0.5
#: Characters of a stamp (谣言, FALSE) that a fact-checker puts over a picture: no words of the picture itself.
_STAMP = 12
#: Characters of one picture's text that are kept; a page of a newspaper has 6,000.
_MOST = 10_000
_SHOWN_BY, _MEDIA, _LINES = "shown_by", "shown_in", "lines"


def pictured(record: Evidence, number: int, said: PictureText) -> Evidence | None:
    """What a picture says as a record; None where that is too little, or may not count for the record.

    Args:
        record: that shows the picture.
        number: of the picture among the record's media.
        said: its text.
    """
    checked = record.kind is Kind.FACT_CHECK
    said = _without_stamps(said) if checked else said
    if record.kind not in READ or not said.says_enough or (checked and not _tells_claim(record, said.text)):
        return None
    lines = [[line.span.start, line.span.end, *line.box, line.trust] for line in said.lines]
    text = said.text[:_MOST]
    return replace(
        record,
        id=f"{record.id}\N{SYMBOL FOR UNIT SEPARATOR}{number}",
        text=text,
        claim=text if checked else None,
        title=None,
        lang=None,
        media=(),
        transcript=(),
        extra={**record.extra, _SHOWN_BY: record.id, _MEDIA: str(said.media), _LINES: lines},
    )


def shown_by(stored: Evidence) -> tuple[Evidence, PictureText]:
    """The record under the id of the one that shows the picture, and its text with the places of its lines."""
    extra = dict(stored.extra)
    owner, media, lines = extra.pop(_SHOWN_BY), extra.pop(_MEDIA), extra.pop(_LINES)
    placed = (PlacedLine(TextSpan(int(a), int(b)), Box(*box), trust) for a, b, *box, trust in lines)
    return replace(stored, id=owner, extra=extra), PictureText(media, stored.text, tuple(placed))


def owner_of(stored: Evidence) -> str:
    """The id of the record that shows the picture."""
    return str(stored.extra[_SHOWN_BY])


def _without_stamps(said: PictureText) -> PictureText:
    """Without lines that only rate the picture."""
    stamps = {
        line.span
        for line in said.lines
        if len(line.span) <= _STAMP and verdict_of(line.span.of(said.text)) is Verdict.REFUTED
    }
    if not stamps:
        return said
    text, lines = "", []
    end = 0
    for line in said.lines:
        between = said.text[end : line.span.start]
        end = line.span.end
        if line.span in stamps:
            continue
        text += (between or "\n") if text else ""
        lines.append(replace(line, span=TextSpan(len(text), len(text) + len(line.span))))
        text += line.span.of(said.text)
    return PictureText(said.media, text, tuple(lines))


def _tells_claim(record: Evidence, text: str) -> bool:
    """Whether the picture of a fact-check says what was checked, and not what the checkers say of it."""
    if stance_of(text).stance is not Stance.SPREAD:
        return False
    if not record.claim:
        return True
    claim = _terms(record.claim)
    return len(claim & _terms(text)) >= _OF_CLAIM * len(claim)


def _terms(text: str) -> frozenset[Any]:
    found = terms_of(text)
    return frozenset((*found.words, *found.pairs))
