"""Clauses of a text: what stands between two marks, each telling about one thing."""

from __future__ import annotations

import re

from provenance.model.span import TextSpan

_CLAUSE = re.compile(r"(?:[^，,。！!？?；;\n:：.]|(?<=\d)[.,:：](?=\d)|\.(?=\S))+")
#: Shorter clauses tell nothing that could be traced.
_LEAST_CHARACTERS = 4
#: English joins without a mark what Chinese parts by a comma.
_JOINT = re.compile(
    r"\s+(?=(?:and|also|but|so|which|while|where|when|after|before|because|then|plus)\s)", re.IGNORECASE
)
#: A phrase has at least so many words; "ten dead and fifty hurt" stays whole.
_LEAST_WORDS = 4


def clauses(text: str) -> tuple[TextSpan, ...]:
    """The clauses of `text` in order, without the white space around them; points inside numbers do not part them."""
    found = []
    for match in _CLAUSE.finditer(text):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        span = TextSpan(start, max(start, match.start() + len(match.group().rstrip())))
        if len(span) >= _LEAST_CHARACTERS:
            found.append(span)
    return tuple(found)


def phrases(text: str) -> tuple[TextSpan, ...]:
    """The clauses of `text`, those of English parted at their conjunctions, too, where both sides say something."""
    return tuple(phrase for clause in clauses(text) for phrase in _parted(text, clause))


def _parted(text: str, clause: TextSpan) -> list[TextSpan]:
    found = []
    start = clause.start
    for joint in _JOINT.finditer(text, clause.start, clause.end):
        before, after = text[start : joint.start()], text[joint.end() : clause.end]
        if min(len(before.split()), len(after.split())) >= _LEAST_WORDS:
            found.append(TextSpan(start, joint.start()))
            start = joint.end()
    return [*found, TextSpan(start, clause.end)]
