"""Words that bind others and tell nothing of an event, in some twenty languages (`stop-words.tsv`).

Words of one language that tell something in English are left out: the German "war", the French "car", the Spanish
"son". A word stands once, with the first language that has it.
"""

from __future__ import annotations

from importlib.resources import files

from provenance.text.places.fold import fold


def _read() -> frozenset[str]:
    table = (files("provenance.alignment.event") / "stop-words.tsv").read_text(encoding="utf-8")
    return frozenset(word for line in table.splitlines() for word in fold(line.partition("\t")[2]).split())


#: Folded as texts are before they are cut into words.
STOP_WORDS = _read()
