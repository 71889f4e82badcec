"""Words of a questioner, or of another speaker of the session, given as somebody's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from provenance.alignment.text.structure import Turn, turns_of
from provenance.detectors.quoted_record import LITERAL, Reading
from provenance.model.evidence import Evidence
from provenance.model.post import Post
from provenance.model.quotation import Attribution, QuotationForm, QuotationHits
from provenance.model.span import TextSpan
from provenance.text.folding import fold
from provenance.text.people import same_person

#: Words that one speaker may well repeat from another are shorter than this.
_WORDS = 8
#: Nothing but a word of saying stands between the name and the words: not "was asked", "answered to", "about".
_SAYS = re.compile(
    r"^\s*(?:今天|日前|近日|当天|明确|公开)*(?:说|說|表示|称|稱|指出|强调|強調|宣布|said|says|stated|declared)?(?:道)?\s*[:：,，]?\s*[“「『\"‘«]\s*$"
)
_SIGNED = re.compile(r"^[”」』\"’».,，。！？!?…\s]*[-—–]+\s*$")
#: The post itself speaks of a question.
_ASKED = re.compile(
    r"记者|記者|提问|提問|被问|被問|追问|问答|問答|\b(?:reporter|journalist|asked|question)s?\b", re.IGNORECASE
)
#: Characters around the quotation that may say so.
_BESIDE = 40


def other_speaker(post: Post, found: QuotationHits, laid: Sequence[Reading]) -> tuple[Reading, Turn] | None:
    """The literal reading and the turn of the person who did say it, where the post names another one beside it.

    None as well where the named person repeats the words in a turn of their own, where the turn speaks of that
    person (and may relay what they said), and where the post says that the words were asked.
    """
    quotation, attribution = found.quotation, found.quotation.attribution
    if quotation.form is not QuotationForm.MARKED or attribution is None:
        return None
    literal = [reading for reading in laid if reading.share >= LITERAL and not reading.edits]
    if not literal or any(reading.kept_words < _WORDS for reading in literal):
        return None
    if not _said_by(post.text, quotation.span, attribution):
        return None
    turns = [_foreign_turn(reading, attribution.name) for reading in literal]
    first = turns[0]
    return (literal[0], first) if first and all(turns) else None


def _foreign_turn(reading: Reading, name: str) -> Turn | None:
    """The turn that holds the words, if the named person spoke in this session, but not these words."""
    record = reading.evidence
    turns = turns_of(record.text)
    ends = [*(turn.start for turn in turns[1:]), len(record.text)]
    at = max(number for number, turn in enumerate(turns) if turn.start <= reading.record_span.start)
    turn = turns[at]
    if reading.record_span.end > ends[at] or turn.role == "statement" or _speaks(turn, record, name):
        return None
    if not any(_speaks(other, record, name) for other in turns):
        return None
    words = _bare(reading.record_span.of(record.text))
    others = [
        record.text[other.start : end]
        for other, end in zip(turns, ends, strict=True)
        if other is not turn and _speaks(other, record, name)
    ]
    relayed = fold(name) in fold(record.text[turn.start : ends[at]])
    return None if relayed or any(words in _bare(other) for other in others) else turn


def _speaks(turn: Turn, record: Evidence, name: str) -> bool:
    """Whether the turn is the named person's: by its label, or an answer in a session of theirs without one."""
    if turn.role != "answer":
        return bool(turn.speaker) and same_person(turn.speaker or "", name)
    if turn.speaker and same_person(turn.speaker, name):
        return True
    titled = not turn.speaker or turn.speaker.isupper()  # THE PRESIDENT: the one whose session it is
    return titled and same_person(record.author or "", name)


def _said_by(text: str, span: TextSpan, attribution: Attribution) -> bool:
    around = text[max(0, span.start - _BESIDE) : span.start] + " " + text[span.end : span.end + _BESIDE]
    if _ASKED.search(around):
        return False
    name = attribution.name_span
    if name.end <= span.start:
        return bool(_SAYS.match(text[name.end : span.start]))
    return bool(_SIGNED.match(text[span.end : name.start]))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))
