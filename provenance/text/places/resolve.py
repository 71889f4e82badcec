"""Which place a name means here: parents beside it, the rest of the post, and what is known to most readers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.model.span import TextSpan
from provenance.text.places.gazetteer import Entry
from provenance.text.places.mention import Path, PlaceMention, common_ancestor
from provenance.text.places.recognise import Raw
from provenance.text.places.strength import Strength

#: What may stand between the parts of one place: 湖北省武汉市, Wuhan, Hubei, China.
_JOINT_ZH = re.compile(r"(?:[\s·\-—/]{0,2}|首都|省会|首府)$")
_JOINT_EN = re.compile(r"(?:, ?| \(|, in | in |’s |'s )$")
#: One of several cities of a name is meant when it is so many times larger than the next (Paris, not Paris in Texas).
_DOMINANT_RATIO = 4
#: Kabul is the city, Kumamoto the prefecture.
_GREAT_CITY = 1_000_000


@dataclass(slots=True)
class _Open:
    """A mention under decision."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    supported: bool

    def paths(self) -> tuple[Path, ...]:
        return tuple(entry.path for entry in self.entries)


def resolve(text: str, found: list[Raw]) -> tuple[PlaceMention, ...]:
    """Decide each name; names that need support and find none are left out."""
    opened = [_Open(raw.start, raw.end, raw.entries, not raw.needs_support) for raw in found]
    merged = [item for item in _merge(text, opened) if item.supported]
    merged = [item for item, before in zip(merged, [None, *merged], strict=False) if not _abroad(item, before)]
    fames = [_by_fame(item.entries) for item in merged]
    decided: list[Path] = [entries[0].path for entries in fames if len(entries) == 1]
    out = []
    for item in merged:
        candidates = tuple(entry.path for entry in _by_context(item, decided))
        out.append(PlaceMention(TextSpan(item.start, item.end), common_ancestor(candidates), candidates))
    return tuple(out)


def _abroad(item: _Open, before: _Open | None) -> bool:
    """Whether a short Chinese name follows a foreign place directly: 德国巴州 is Bavaria and no county in Sichuan."""
    if before is None or before.end != item.start or item.end - item.start > 2:
        return False
    return all(path[0] == "中国" for path in item.paths()) and all(path[0] != "中国" for path in before.paths())


def _merge(text: str, items: list[_Open]) -> list[_Open]:
    """Join parts of one place; each part chooses among the meanings of the other."""
    out: list[_Open] = []
    for item in items:
        while out:
            joined = _join(text, out[-1], item)
            if joined is None:
                break
            out.pop()
            item = joined
        out.append(item)
    return out


def _join(text: str, left: _Open, right: _Open) -> _Open | None:
    between = text[left.end : right.start]
    if len(between) > 5:
        return None
    if _JOINT_ZH.match(between):
        kept = [entry for entry in right.entries if _inside(entry.path, left.paths())]
        if kept:
            return _Open(left.start, right.end, tuple(kept), supported=True)
        kept = [entry for entry in right.entries if _cousin(entry, left)]
        if kept and not between:
            return _Open(left.start, right.end, tuple(kept), supported=True)
    if _JOINT_EN.match(between) or not between.strip():
        kept = [entry for entry in left.entries if _inside(entry.path, right.paths())]
        if kept:
            return _Open(left.start, right.end, tuple(kept), supported=True)
    return None


def _inside(path: Path, others: tuple[Path, ...]) -> bool:
    return any(len(other) < len(path) and path[: len(other)] == other for other in others)


def _cousin(entry: Entry, left: _Open) -> bool:
    """Whether a county with its full name follows the city that held it before a reform (柳州地区忻城县)."""
    return (
        len(entry.path) == 4
        and entry.strength >= Strength.STRONG
        and len(left.entries) == 1
        and len(left.entries[0].path) == 3
        and left.entries[0].path[:2] == entry.path[:2]
    )


def _by_context(item: _Open, decided: list[Path]) -> tuple[Entry, ...]:
    """The meanings nearest to other places of the text; the best known ones where it names none of use."""
    others = [path for path in decided if path not in item.paths()]
    best, kept = 0, []
    for entry in item.entries:
        near = (_shared(entry.path, other) for other in others if _shared(entry.path, other) >= _needed(other))
        depth = max(near, default=0)
        if depth > best:
            best, kept = depth, [entry]
        elif depth == best and kept:
            kept.append(entry)
    if best == 1:  # a country alone does not make its Geneva likelier than Geneva
        most = max(entry.population for entry in item.entries)
        kept = [entry for entry in kept if entry.population * _DOMINANT_RATIO >= most]
    return _by_fame(tuple(kept) or item.entries)


def _needed(other: Path) -> int:
    """Levels that a place must share with another to be meant beside it: in China the province, else the country."""
    return min(len(other), 2) if other[0] == "中国" else 1


def _shared(first: Path, second: Path) -> int:
    depth = 0
    while depth < min(len(first), len(second)) and first[depth] == second[depth]:
        depth += 1
    return depth


def _by_fame(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Without context: the better known meaning where there clearly is one, else all."""
    if len(entries) == 1:
        return entries
    strongest = max(entry.strength for entry in entries)
    first = [entry for entry in entries if entry.strength is strongest]
    nested = _nested(entries)
    if nested is not None:
        return (nested,)
    if len(first) == 1 and strongest >= Strength.STRONG:
        return tuple(first)
    kept = tuple(entry for entry in entries if entry.strength >= min(strongest, Strength.PLAIN))
    higher = _larger_division(kept)
    if higher is not None:
        return (higher,)
    if len(kept) == 1:
        return kept
    ranked = sorted(kept, key=lambda entry: -entry.population)
    dominant = ranked[0].population >= _DOMINANT_RATIO * max(1, ranked[1].population)
    comparable = bool(ranked[1].population) or ranked[0].path[0] != "中国"
    return (ranked[0],) if dominant and comparable else tuple(ranked)


def _nested(entries: tuple[Entry, ...]) -> Entry | None:
    """Of a division and its chief city of the same name, the city where it is a great one, else the division."""
    ranked = sorted(entries, key=lambda entry: len(entry.path))
    top = ranked[0]
    if any(entry.path[: len(top.path)] != top.path for entry in ranked):
        return None
    great = top.path[0] != "中国" and len(top.path) > 1 and len(ranked) == 2 and ranked[1].population >= _GREAT_CITY
    return ranked[1] if great else top


def _larger_division(entries: tuple[Entry, ...]) -> Entry | None:
    """吉林 is the province before its city; a city comes before counties of its name elsewhere.

    Districts of the four municipalities are as well known as a city of their name (朝阳), so they stay open.
    """
    if len(entries) == 1:
        return entries[0]
    ranked = sorted(entries, key=lambda entry: len(entry.path))
    first, others = ranked[0], ranked[1:]
    if first.path[0] != "中国" or len(others[0].path) == len(first.path):
        return None
    rivals = [
        entry for entry in others if entry.path[0] == "中国" and entry.path[1][:2] in ("北京", "上海", "天津", "重庆")
    ]
    return None if rivals and len(first.path) > 2 else first
