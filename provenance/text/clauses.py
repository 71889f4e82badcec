"""Clauses of a text: what stands between two marks, each telling about one thing."""

from __future__ import annotations

import re

from provenance.model.span import TextSpan

_CLAUSE = re.compile(r"(?:[^，,。！!？?；;\n:：.]|(?<=\d)[.,:：](?=\d)|\.(?=\S))+")
#: Shorter clauses tell nothing that could be traced.
_LEAST_CHARACTERS = 4


def clauses(text: str) -> tuple[TextSpan, ...]:
    """The clauses of `text` in order, without the white space around them; points inside numbers do not part them."""
    found = []
    for match in _CLAUSE.finditer(text):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        span = TextSpan(start, max(start, match.start() + len(match.group().rstrip())))
        if len(span) >= _LEAST_CHARACTERS:
            found.append(span)
    return tuple(found)
