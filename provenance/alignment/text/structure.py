"""What the tokens of a text belong to: clause, sentence, and the turn of a question-and-answer session."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from provenance.alignment.text.tokens import Tokens

_CLOSING = "[\"'”’」』）)\\]]*"
_SENTENCE = re.compile(
    rf"[。！？!?；;｡]+{_CLOSING}|\n+|(?<=[^\s.]{{2}})\.{_CLOSING}(?=\s|$|,[A-Z])|\.{{3,}}|…+", re.UNICODE
)
_CLAUSE = re.compile(rf"{_SENTENCE.pattern}|[，,、：:—–]+(?!\d)|(?<=\s)-+(?=\s)|[“”「」『』（）()]", re.UNICODE)
#: Characters with which an end of a sentence, or of a clause, may begin.
_SENTENCE_MARKS = re.compile("[。！？!?；;｡\n.…]")
_CLAUSE_MARKS = re.compile("[。！？!?；;｡\n.…，,、：:—–“”「」『』（）()-]")
# A speaker's turn: 问： 答： at the head of a line, Q. and THE PRESIDENT. as American transcripts set them.
_TURN = re.compile(
    r"(?:^|(?<=[\n,]))[ \t]*(?:\[[\dIl]+\.?\]\s*)?"
    r"(?:(?P<ask>问|Q)|(?P<reply>答|A)|(?P<name>[A-Z][A-Z'’]+(?:[ .]+[A-Z][A-Z'’.]+){0,3}))(?:[:：]\s*|\.\s+)",
    re.MULTILINE,
)
#: What a turn stands behind.
_TURN_OPENINGS = re.compile(r"\A|[\n,]")
_ASKING = re.compile(r"^\s*(?P<name>[^：:。\n]{1,16}(?:记者|記者))[：:]")
_ANSWERING = re.compile(r"^\s*(?P<name>[\u4e00-\u9fff·•]{2,10})[：:]")


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's turn, from the character `start` to the next turn."""

    start: int
    #: `question`, `answer` or `statement`.
    role: str
    #: Number of the question-and-answer exchange; a question opens a new one.
    exchange: int
    speaker: str | None = None


@dataclass(frozen=True)
class Structure:
    """Sentence, clause and turn of every token."""

    tokens: Tokens = field(repr=False)

    @cached_property
    def sentences(self) -> list[int]:
        """Number of the sentence of each token; a turn begins a sentence as well."""
        return self._numbers(
            [*_ends(_SENTENCE, _SENTENCE_MARKS, self.tokens.raw), *(turn.start for turn in self.turns)]
        )

    @cached_property
    def clauses(self) -> list[int]:
        """Number of the clause of each token; a sentence begins a clause as well."""
        return self._numbers([*_ends(_CLAUSE, _CLAUSE_MARKS, self.tokens.raw), *(turn.start for turn in self.turns)])

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The turns of the text, in order; a text without any is one statement."""
        return turns_of(self.tokens.raw)

    def turn_at(self, token: int) -> Turn:
        """The turn that the token belongs to."""
        starts = [turn.start for turn in self.turns]
        return self.turns[max(0, bisect_right(starts, self.tokens.starts[token]) - 1)]

    def _numbers(self, cuts: list[int]) -> list[int]:
        starts = self.tokens.starts
        numbers: list[int] = []
        for number, cut in enumerate(sorted(set(cuts))):
            numbers += [number] * (bisect_left(starts, cut, len(numbers)) - len(numbers))
        return numbers + [len(set(cuts))] * (len(starts) - len(numbers))


def turns_of(text: str) -> tuple[Turn, ...]:
    """The turns of a transcript.

    A heading before the first question is a statement. In American transcripts a name in capitals opens an answer; two
    turns of one speaker in a row answer two questions of which the second is not printed as one.
    """
    turns = [Turn(0, "statement", 0)]
    exchange = 0
    end = 0
    for opening in _TURN_OPENINGS.finditer(text):
        found = _TURN.match(text, opening.end()) if opening.end() >= end else None
        if found is None:
            continue
        end = found.end()
        asks = found["ask"] is not None
        unasked = found["name"] is not None and found["name"] == turns[-1].speaker
        exchange += asks or unasked
        role = "question" if asks else "answer" if exchange else "statement"
        rest = text[found.end() : found.end() + 40]
        named = (_ASKING if asks else _ANSWERING).match(rest)
        speaker = found["name"] or (named["name"].strip() if named else None)
        turns.append(Turn(found.start(), role, exchange, speaker))
    return tuple(turns)


def _ends(pattern: re.Pattern[str], marks: re.Pattern[str], text: str) -> list[int]:
    """Where the matches of `pattern` end. Each begins with one of `marks`, which are found faster than a match."""
    ends: list[int] = []
    end = 0
    for mark in marks.finditer(text):
        if mark.start() >= end and (found := pattern.match(text, mark.start())):
            end = found.end()
            ends.append(end)
    return ends
