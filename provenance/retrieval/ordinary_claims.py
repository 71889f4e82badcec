"""What people claim, of all kinds: what a post is compared with to see what its nearness to some claim means."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from provenance.encoders.base import Encoder, Vectors
from provenance.sample import EVIDENCE
from provenance.text.language import primary_subtag

#: The same two dozen claims in further languages, a line each.
TABLE = "claims-of-languages.tsv"
#: Groups of records whose language nobody stated (`languages.language_group`), and the language most of them are in.
_OF_SCRIPT = {"cyrillic": "ru", "arabic": "ar", "devanagari": "hi"}


@cache
def ordinary_claims() -> dict[str, list[str]]:
    """The shipped sample's claims in Chinese and in English."""
    rows = [json.loads(line) for line in EVIDENCE.read_text(encoding="utf-8").splitlines()]
    return {
        language: [row["claim"] for row in rows if row.get("claim") and row["lang"] == language]
        for language in ("zh", "en")
    }


@cache
def claims_of_languages() -> dict[str, list[str]]:
    """Language → claims, for Chinese, English and the languages of the table."""
    found = dict(ordinary_claims())
    table = (files("provenance.retrieval") / "tables" / TABLE).read_text(encoding="utf-8")
    for line in table.splitlines():
        language, claim = line.split("\t")
        found.setdefault(language, []).append(claim)
    return found


class OrdinaryClaims:
    """Vectors of ordinary claims, encoded language by language when they are first asked for.

    Args:
        encoder: of the index.
        names: of its languages (`languages.language_group`), in the order of their numbers.
    """

    def __init__(self, encoder: Encoder, names: Sequence[str]) -> None:
        self._encoder, self._names = encoder, names
        self._encoded: dict[str, Vectors] = {}

    def of(self, number: int) -> Vectors | None:
        """Claims in the language of that number; None where none are known."""
        name = primary_subtag(self._names[number])
        name = _OF_SCRIPT.get(name, name)
        return self._of(name) if name in claims_of_languages() else None

    def anywhere(self) -> list[Vectors]:
        """Claims that a post of any language may be compared with: Chinese and English ones."""
        return [self._of(name) for name in ordinary_claims()]

    def _of(self, name: str) -> Vectors:
        if name not in self._encoded:
            self._encoded[name] = self._encoder.encode(claims_of_languages()[name])
        return self._encoded[name]
