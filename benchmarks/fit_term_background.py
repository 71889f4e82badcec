"""How common words are in general: a table of document shares, so that a small index knows which words are rare.

usage: fit_term_background.py FILE [FILE …] [--out FILE]

Each FILE holds JSON Lines (plain or .gz) with a key `text` (and perhaps `title`, `claim`): public texts of any kind, of
one language or several. A term's share is its largest share over the files, so that every language counts alike. Only
counts are kept, of terms in at least one text of `LEAST`. Deterministic.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from itertools import islice
from pathlib import Path

from provenance.indexing.analysis import terms_of
from provenance.retrieval.record_view import BODY_LENGTH

#: Texts read of each file, and the share of them below which a term is as good as rare.
TEXTS, LEAST = 6000, 1 / 250


def shares(path: Path) -> dict[str, float]:
    opener = gzip.open if path.suffix == ".gz" else open
    count: Counter[str] = Counter()
    texts = 0
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, TEXTS):
            row = json.loads(line)
            text = " ".join(str(row.get(key) or "") for key in ("claim", "title", "text"))[:BODY_LENGTH]
            found = terms_of(text)
            count.update({*found.words, *found.pairs})
            texts += 1
    return {term: number / texts for term, number in count.items() if number / texts >= LEAST}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--out", type=Path, default=Path("provenance/retrieval/tables/term-shares-1.tsv"))
    options = arguments.parse_args()
    table: dict[str, float] = {}
    for path in options.files:
        for term, share in shares(path).items():
            table[term] = max(share, table.get(term, 0.0))
    lines = [f"{term}\t{share:.4f}" for term, share in sorted(table.items(), key=lambda item: (-item[1], item[0]))]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "terms")


if __name__ == "__main__":
    main()
