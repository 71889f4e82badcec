"""Terms that need no language: the places and the counts of a text, spelt alike whatever the text is written in."""

from __future__ import annotations

from provenance.text.places import find_places
from provenance.text.places.gazetteer import shipped
from provenance.text.quantities import quantities

#: Characters that are read: news tells its event at the beginning. Origin: the same length as for retellings, 2026-11.
FACTS_LENGTH = 800
#: A one tells nothing: "a man", "one of".
_NOTHING = "1"


def place_names(text: str) -> frozenset[str]:
    """Each place of a text, and everything that holds it, by its path: 美国, 美国/俄亥俄州."""
    paths = [mention.path for mention in find_places(text)]
    return frozenset("/".join(path[:depth]) for path in paths for depth in range(1, len(path) + 1))


def fact_terms(text: str) -> tuple[str, ...]:
    """Each place with everything that holds it, each number alone and with what it counts; distinct, sorted.

    A term has no white space. `place:美国/俄亥俄州` stands for Ohio in every language, `count:3死` for three dead.
    """
    lead = text[:FACTS_LENGTH]
    found = {f"place:{name}" for name in place_names(lead)}
    for quantity in quantities(shipped().fold(lead)):
        if quantity.value not in ("", _NOTHING):
            found.add(f"number:{quantity.value}")
        if quantity.value and quantity.unit:
            found.add(f"count:{quantity.value}{quantity.unit}")
    return tuple(sorted("_".join(term.split()) for term in found))
