"""A place named in a text, and how two places lie to one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from provenance.model.span import TextSpan

#: From the country down: `("中国", "湖北省", "武汉市")`. Seas and straits stand at the top.
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """One place as a text names it."""

    #: In the text as received.
    span: TextSpan
    #: The place; the common ancestor of the candidates where the text does not decide, which may be `()`.
    path: Path
    #: Every place that the name may mean, the likeliest first; one where the text decides.
    candidates: tuple[Path, ...]

    def __post_init__(self) -> None:
        if not self.candidates:
            raise ValueError("a place mention needs a candidate")
        if any(path[: len(self.path)] != self.path for path in self.candidates):
            raise ValueError(f"{self.path} does not hold all of {self.candidates}")

    @property
    def ambiguous(self) -> bool:
        """Whether the text leaves open which place is meant."""
        return len(self.candidates) > 1


class Relation(StrEnum):
    """How the first place lies to the second."""

    SAME = "same"
    #: The first holds the second: 湖北 contains 武汉.
    CONTAINS = "contains"
    #: The first lies in the second: 武汉 is contained in 湖北.
    CONTAINED = "contained"
    DIFFERENT = "different"


def relation(first: Path | PlaceMention, second: Path | PlaceMention) -> Relation:
    """How `first` lies to `second`, by their paths; the empty path is the world, which contains everything."""
    one = first.path if isinstance(first, PlaceMention) else tuple(first)
    two = second.path if isinstance(second, PlaceMention) else tuple(second)
    shared = min(len(one), len(two))
    if one[:shared] != two[:shared]:
        return Relation.DIFFERENT
    if len(one) == len(two):
        return Relation.SAME
    return Relation.CONTAINS if len(one) < len(two) else Relation.CONTAINED


def most_specific(paths: Iterable[Path]) -> list[Path]:
    """The paths in order, each once, those left out that only hold another one of them."""
    found = list(dict.fromkeys(paths))
    holding = {path[:depth] for path in found for depth in range(len(path))}
    return [path for path in found if path not in holding]


def meet(first: Path, second: Path) -> bool:
    """Whether one of two places is, or holds, the other: their relation is not `DIFFERENT`."""
    return first[: len(second)] == second or second[: len(first)] == first


def common_ancestor(paths: tuple[Path, ...]) -> Path:
    """The smallest place that holds all of `paths`."""
    shared = paths[0]
    for path in paths[1:]:
        depth = 0
        while depth < min(len(shared), len(path)) and shared[depth] == path[depth]:
            depth += 1
        shared = shared[:depth]
    return shared
