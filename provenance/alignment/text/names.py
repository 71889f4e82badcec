"""Whether an exchange of words put one name in place of another."""

from __future__ import annotations

from rapidfuzz.fuzz import ratio

from provenance.alignment.text.misreading import damaged, misread
from provenance.alignment.text.script import Step
from provenance.alignment.text.tokens import Kind, Tokens
from provenance.alignment.text.view import Pair
from provenance.alignment.text.words import is_whole, words_at
from provenance.text.places import PlaceMention, Relation, find_places, relation

#: Characters on either side in which a place's name may begin or end.
_CONTEXT = 8
#: Capitalised words this alike (0-100) are one name misspelt: Nixon, Nixom; Iran, Oman are two.
_ONE_NAME = 70.0
#: One character for a country, and what follows it when it is one: 中方, 美军.
_COUNTRIES = frozenset("中美俄日印英法德韩朝欧澳加巴伊以乌缅菲越泰")
_AFTER_COUNTRY = frozenset("方国军媒企商元府")


def exchanged_name(pair: Pair, step: Step) -> bool:
    """Whether a place, person or organisation stands where the official text names another."""
    ours, theirs = pair.clip.tokens, pair.official.tokens
    clip, official = (step.clip_start, step.clip_end), (step.official_start, step.official_end)
    if _other_place(ours, clip, theirs, official) or _other_country(ours, clip, theirs, official):
        return True
    kinds = {*ours.kinds[slice(*clip)], *theirs.kinds[slice(*official)]}
    if kinds == {Kind.WORD}:
        both = _capital(ours, *clip) and _capital(theirs, *official)
        return both and not damaged(pair, step) and ratio(ours.text(*clip), theirs.text(*official)) < _ONE_NAME
    if kinds != {Kind.HAN} or misread(pair, step):
        return False
    mine, other = words_at(ours, *clip), words_at(theirs, *official)
    whole = is_whole(mine, ours, *clip) and is_whole(other, theirs, *official)
    return whole and any(word.is_name for word in mine) and any(word.is_name for word in other)


def _other_place(ours: Tokens, clip: tuple[int, int], theirs: Tokens, official: tuple[int, int]) -> bool:
    mine, other = _places(ours, *clip), _places(theirs, *official)
    return bool(mine and other) and all(relation(a, b) is Relation.DIFFERENT for a in mine for b in other)


def _places(tokens: Tokens, start: int, end: int) -> list[PlaceMention]:
    """Places whose name overlaps the tokens."""
    span = tokens.span(start, end)
    from_ = max(0, span.start - _CONTEXT)
    until = span.end + _CONTEXT
    while tokens.raw[from_ : from_ + 1].isascii() and tokens.raw[max(0, from_ - 1) : from_].isalpha() and from_:
        from_ -= 1
    window = tokens.raw[from_:until]
    return [
        mention
        for mention in find_places(window)
        if mention.span.start + from_ < span.end and mention.span.end + from_ > span.start
    ]


def _other_country(ours: Tokens, clip: tuple[int, int], theirs: Tokens, official: tuple[int, int]) -> bool:
    """中方 for 美方."""
    if clip[1] - clip[0] != 1 or official[1] - official[0] != 1 or clip[1] >= len(ours):
        return False
    countries = {ours.keys[clip[0]], theirs.keys[official[0]]}
    return len(countries) == 2 and countries <= _COUNTRIES and ours.keys[clip[1]] in _AFTER_COUNTRY


def _capital(tokens: Tokens, start: int, end: int) -> bool:
    """Whether the words begin with capitals, and are not all capitals."""
    words = [tokens.raw[tokens.starts[at] : tokens.ends[at]] for at in range(start, end)]
    return bool(words) and all(word[:1].isupper() and not (len(word) > 1 and word.isupper()) for word in words)
