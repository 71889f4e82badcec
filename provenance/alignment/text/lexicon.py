"""The words of `lexicon.toml`, which carry the meaning of an edit, as sets and maps."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from itertools import product

_TABLE = tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))


def _words(name: str) -> frozenset[str]:
    return frozenset(_TABLE[name].split())


NEGATIONS = _words("negations")
NOT_NEGATIONS = _words("not_negations")
CONDITIONS = _words("conditions")
RESTRICTIONS = _words("restrictions")
ATTRIBUTIONS = _words("attributions")
TENTATIVE = _words("tentative")
CERTAIN = _words("certain")
FILLERS = _words("fillers")
UNITS = _words("units")
FOR_EACH = _words("for_each")
RESTRICTING_OPENINGS = _words("restricting_openings")
INSTEAD_OF_NEGATION = _words("instead_of_negation")


#: Word → how binding or sure it is, 0 the least.
DEGREES: dict[str, int] = {
    word: degree for degree, line in enumerate(_TABLE["degrees"].strip().splitlines()) for word in line.split()
}


def _interchangeable() -> dict[str, frozenset[str]]:
    partners: dict[str, frozenset[str]] = {}
    for line in _TABLE["interchangeable"].splitlines():
        group = frozenset(line.split())
        for word in group:
            partners[word] = partners.get(word, frozenset()) | group
    return partners


def _opposites(*, denied_by: bool) -> dict[str, frozenset[str]]:
    partners: dict[str, frozenset[str]] = {}
    pairs = [pair.partition("/")[::2] for pair in _TABLE["opposites"].split()]
    for line in _TABLE["opposite_groups"].strip().splitlines():
        affirming, _, denying = line.partition("/")
        pairs += product(affirming.split(), denying.split())
    for yes, no in pairs:
        word, partner = (yes, no) if denied_by else (no, yes)
        partners[word] = partners.get(word, frozenset()) | {partner}
    return partners


#: Word → the words that may stand for it in a careless copy.
INTERCHANGEABLE = _interchangeable()
#: Affirming word → its denying partners.
DENIES = _opposites(denied_by=True)
#: Denying word → its affirming partners.
AFFIRMS = _opposites(denied_by=False)
#: Every Latin word of the table: what is spelt like one of them is a word.
KNOWN_WORDS = frozenset(
    word
    for words in (
        NEGATIONS,
        CONDITIONS,
        RESTRICTIONS,
        ATTRIBUTIONS,
        TENTATIVE,
        CERTAIN,
        FILLERS,
        UNITS,
        DENIES,
        AFFIRMS,
    )
    for word in words
    if word.isascii()
)
