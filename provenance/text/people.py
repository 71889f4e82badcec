"""One person under many names: courtesy names, pen names, other scripts."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from provenance.text.folding import fold

#: Authors that sources give when they know none.
_UNKNOWN = frozenset({"", "无名氏", "佚名", "不详", "失名", "阙名", "anonymous", "unknown", "无名"})
_ASIDE = re.compile(r"[（(].*?[）)]|\s*[-—–,，].*$")


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = tomllib.loads(files("provenance.text").joinpath("people.toml").read_text(encoding="utf-8"))
    return table


@cache
def _canonical() -> dict[str, str]:
    names: dict[str, str] = {}
    for line in _table()["aliases"].split("\n"):
        person, *others = line.split("|")
        for name in (person, *others):
            names.setdefault(fold(name), fold(person))
    return {name: person for name, person in names.items() if name}


@cache
def _tunes() -> dict[str, str]:
    return {name: line.split("|")[0] for line in _table()["tunes"].split("\n") for name in line.split("|") if name}


@cache
def known_names() -> frozenset[str]:
    """Folded names of persons to whom lines are often ascribed, and their other names."""
    return frozenset(_canonical()) | {fold(name) for name in _table()["persons"].split()}


def person(name: str) -> str:
    """A spelling that all names of one person share; "" for an author that a source does not know."""
    folded = fold(name).strip()
    if folded in _canonical():
        return _canonical()[folded]
    bare = _ASIDE.sub("", folded).strip()
    bare = bare if bare else folded
    return "" if bare in _UNKNOWN else _canonical().get(bare, bare)


def same_person(left: str, right: str) -> bool:
    """Whether two names are names of one person; a surname alone stands for an English full name."""
    a, b = person(left), person(right)
    if not a or not b:
        return False
    if a == b:
        return True
    if a.isascii() and b.isascii():
        return a.split()[-1] == b.split()[-1] and 1 in (len(a.split()), len(b.split()))
    return False


def same_work(named: str, title: str) -> bool:
    """Whether a title as a post names it fits the title of a record: in part, by its tune, or by most of its words."""
    a, b = _bare_title(named), _bare_title(title)
    if not a or not b or a in b or b in a:
        return True
    parts = [part for part in re.split(r"[・·•\s]+", fold(title)) if part]
    if any(_tunes().get(_bare_title(part), part) == _tunes().get(a[: len(part)], a) for part in parts):
        return True
    first = re.split(r"[・·•\s]+", fold(named))[0]
    if any(_tunes().get(part, part) == _tunes().get(first, first) for part in parts):
        return True
    return len(set(a) & set(b)) * 2 >= len(set(a))


def _bare_title(title: str) -> str:
    return re.sub(r"[\W_]+", "", fold(title))
