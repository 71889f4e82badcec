"""The shipped table of places and names, read once and on first use."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from provenance.text.places.fold import fold
from provenance.text.places.mention import Path
from provenance.text.places.name_search import NameSearch
from provenance.text.places.other_scripts import OTHER
from provenance.text.places.strength import Strength
from provenance.text.translation import Translation

if TYPE_CHECKING:
    from collections.abc import Callable

#: Texts whose spelling is kept: those of a batch of posts.
KEPT_TEXTS = 512

_STRENGTHS = {str(int(strength)): strength for strength in Strength}


@dataclass(frozen=True, slots=True)
class Entry:
    """One place that a name may mean."""

    path: Path
    strength: Strength
    population: int


class Gazetteer:
    """Places and their names, those of other scripts apart; `compounds` hide the name in them (朝阳群众)."""

    def __init__(self, table: str, compounds: tuple[str, ...] = ()) -> None:
        old, new, rest = table.split("\n", 2)
        places, names, self._others = rest.split("\n\n", 2)
        self._simplify = Translation(str.maketrans(old, new))
        #: The spelling of the table, as long as the text; kept, since places, numbers and words are all read from it.
        self.fold: Callable[[str], str] = lru_cache(maxsize=KEPT_TEXTS)(self._fold)
        # Most lines are never asked for, and are taken apart where they are.
        self._places = places.split("\n")
        self._lines = names.split("\n")
        patterns = [line.partition("\t")[0] for line in self._lines]
        self._hidden = {self.fold(compound) for compound in compounds}
        self.names = [*patterns, *sorted(self._hidden.difference(patterns))]
        self._search = NameSearch(self.names)
        self._entries: dict[int, tuple[Entry, ...]] = {}
        self._paths: dict[int, Path] = {}

    def _fold(self, text: str) -> str:
        folded = fold(text)
        return folded if folded.isascii() else folded.translate(self._simplify)

    def hits(self, folded: str) -> list[tuple[int, int, int]]:
        """Number of a name, start and end of every name in a folded text, left to right, none overlapping."""
        found = self._search.find(folded)
        if folded.isascii() or not OTHER.search(folded):
            return found
        lines, search = self._in_other_scripts
        others = [(len(self.names) + number, start, end) for number, start, end in search.find(folded)]
        apart = [each for each in found if all(each[2] <= start or end <= each[1] for _, start, end in others)]
        return sorted([*apart, *others], key=lambda hit: hit[1]) if lines else found

    @cached_property
    def _in_other_scripts(self) -> tuple[list[str], NameSearch]:
        """Names that few texts have any letter of, with their meanings: read when the first such text comes."""
        lines = self._others.split("\n") if self._others else []
        return lines, NameSearch([line.partition("\t")[0] for line in lines])

    def entries(self, number: int) -> tuple[Entry, ...]:
        """The places that a name may mean, by its number; none for a compound."""
        found = self._entries.get(number)
        if found is None:
            own = len(self.names)
            hidden = number < own and self.names[number] in self._hidden
            line = "" if hidden else self._lines[number] if number < own else self._in_other_scripts[0][number - own]
            found = tuple(map(self._entry, line.split("\t")[1:]))
            self._entries[number] = found
        return found

    def _entry(self, meaning: str) -> Entry:
        row, _, strength = meaning.partition(":")
        return Entry(self._path(int(row)), _STRENGTHS[strength], int(self._places[int(row)].split("\t")[2]))

    def _path(self, row: int) -> Path:
        path = self._paths.get(row)
        if path is None:
            parent, name, _ = self._places[row].split("\t")
            path = (*self._path(int(parent)), name) if parent != "-1" else (name,)
            self._paths[row] = path
        return path


@lru_cache(maxsize=1)
def shipped() -> Gazetteer:
    """The gazetteer that comes with the package."""
    from provenance.text.places.words import COMPOUNDS

    packed = files("provenance.text.places").joinpath("gazetteer.tsv.gz").read_bytes()
    return Gazetteer(gzip.decompress(packed).decode(), COMPOUNDS)
