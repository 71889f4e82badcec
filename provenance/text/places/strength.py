"""How much support a name needs before it counts as a place."""

from __future__ import annotations

from enum import IntEnum


class Strength(IntEnum):
    """The shipped table carries one for each pair of name and place."""

    #: Also an ordinary word or a common name: only with a parent, a preposition or an event beside it.
    WEAK = 1
    #: A place unless its neighbours make a compound or a person of it.
    PLAIN = 2
    #: A place wherever it stands with its capital letter.
    STRONG = 3
    #: A place even when an English text spells it in lower case.
    ANY_CASE = 4
