"""The short word lists that the recogniser consults; `words.tsv` holds them."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _lists() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in files("provenance.text.places").joinpath("words.tsv").read_text("utf8").splitlines():
        key, _, values = line.partition("\t")
        found[key] = found.get(key, ()) + tuple(values.split("|"))
    return found


#: Compounds that hold the name of a place and mean something else: 朝阳群众, Washington Post.
COMPOUNDS = _lists()["compound"]
#: What people are called.
GIVEN_NAMES = frozenset(_lists()["given_name"])
#: Words that may follow a place called like a person (Paris Police said) and are no surname.
NO_SURNAME = frozenset(_lists()["no_surname"])
