"""Several patterns as one, so that a text is searched once for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Places inside a pattern where the name of a group follows: its definition, a reference, a condition.
_NAME = re.compile(r"(?<=\(\?P<)(?=[^=!])|(?<=\(\?P=)|(?<=\(\?\()")


def either(patterns: Iterable[re.Pattern[str]]) -> str:
    """A pattern that matches where any of several does; their groups are renamed, so that no two names meet."""
    return "|".join(_NAME.sub(f"of{number}_", pattern.pattern) for number, pattern in enumerate(patterns))
