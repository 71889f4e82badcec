"""The gazetteer while it grows: places by path, names by strength, and the file that both become."""

from __future__ import annotations

import gzip
from collections import defaultdict
from pathlib import Path as File

from provenance.text.places.fold import fold
from provenance.text.places.mention import Path
from provenance.text.places.other_scripts import OTHER
from provenance.text.places.strength import Strength


class Draft:
    """Places and their names."""

    def __init__(self) -> None:
        self.population: dict[Path, int] = {}
        self.names: dict[str, dict[Path, Strength]] = defaultdict(dict)
        #: Names of the own table: other tables may add namesakes in other countries only,
        #: and no strong ones.
        self._settled: dict[str, str] = {}

    def settle(self) -> None:
        """Take the names entered so far as the last word for their country."""
        self._settled = {name: next(iter(meanings))[0] for name, meanings in self.names.items()}

    def place(self, path: Path, population: int = 0) -> None:
        """Enter a place and the places that hold it; the largest population stated for it is kept."""
        for depth in range(1, len(path) + 1):
            self.population.setdefault(path[:depth], 0)
        self.population[path] = max(self.population[path], population)

    def name(self, text: str, path: Path, strength: Strength) -> None:
        """Enter a name of a place; the greatest strength stated for it is kept."""
        key = fold(text)
        if len(key) < 2 or (len(key) == 2 and key.isascii() and strength < Strength.STRONG):
            return
        self.place(path)
        if self._settled.get(key) == path[0] and path not in self.names[key]:
            return
        if key in self._settled and path not in self.names[key]:
            strength = min(strength, Strength.PLAIN)
        self.names[key][path] = max(strength, self.names[key].get(path, Strength.WEAK))

    def move(self, old: Path, new: Path) -> None:
        """Let the names of a place lead to another one, which it is the same as."""
        for meanings in self.names.values():
            if old in meanings:
                meanings[new] = max(meanings.pop(old), meanings.get(new, Strength.WEAK))
        self.place(new, self.population.pop(old, 0))

    def write(self, file: File, variants: dict[str, str]) -> None:
        """Write the compact table that `gazetteer.shipped` reads; names of other scripts stand apart.

        Args:
            file: where to.
            variants: traditional → simplified characters.
        """
        used = set("".join(self.names))
        pairs = {old: new for old, new in variants.items() if new in used}
        paths = sorted(self.population, key=lambda path: (len(path), path))
        row = {path: number for number, path in enumerate(paths)}
        lines = ["".join(pairs), "".join(pairs.values())]
        for path in paths:
            parent = row[path[:-1]] if len(path) > 1 else -1
            lines.append(f"{parent}\t{path[-1]}\t{self.population[path]}")
        for others in (False, True):
            lines.append("")
            for name in sorted(name for name in self.names if bool(OTHER.search(name)) == others):
                found = sorted(self.names[name].items(), key=lambda item: row[item[0]])
                lines.append(name + "\t" + "\t".join(f"{row[path]}:{strength:d}" for path, strength in found))
        packed = gzip.compress("\n".join(lines).encode(), 9, mtime=0)
        file.write_bytes(packed)
