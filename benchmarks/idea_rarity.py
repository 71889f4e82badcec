"""Count how many news items have a word for each idea of provenance/text/happenings.tsv, and write the rarity there.

usage: idea_rarity.py EVIDENCE
EVIDENCE is a file of records; its archive items count. Run it whenever ideas or their words change.
"""

from __future__ import annotations

import sys
from collections import Counter
from math import log2
from pathlib import Path

import provenance.text.happenings as shipped
from provenance.detectors.recorded import LEAD
from provenance.model.evidence import Evidence, Kind
from provenance.sources import read_evidence
from provenance.text.happenings import happenings

#: Rarer ideas are as rare as unseen ones.
MOST = 13.0


def main() -> None:
    counts: Counter[str] = Counter()
    items = 0
    for record in read_evidence(sys.argv[1]):
        if isinstance(record, Evidence) and record.kind is Kind.ARCHIVE:
            items += 1
            counts.update(idea.name for idea in happenings(f"{record.title or ''}\n{record.text[:LEAD]}"))
    table = Path(shipped.__file__).with_suffix(".tsv")
    lines = table.read_text(encoding="utf-8").splitlines()
    for place, line in enumerate(lines):
        if not line.startswith("#"):
            name, sort, _, words = line.split("\t")
            rarity = min(MOST, log2(items / counts[name])) if counts[name] else MOST
            lines[place] = f"{name}\t{sort}\t{rarity:.1f}\t{words}"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
