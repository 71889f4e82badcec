"""How common words are in general: a table of document shares, so that a small index knows which words are rare.

usage: fit_term_background.py [FILE …] [--onto TABLE] [--languages FILE …] [--out FILE]

Each FILE holds JSON Lines (plain or .gz) with a key `text` (and perhaps `title`, `claim`): public texts of any kind, of
one language or several. A term's share is its largest share over the files, so that every language counts alike. Only
counts are kept, of terms in at least one text of `LEAST`. Deterministic.

Files after `--languages` say in `lang` what language a row is in. For such languages there may be a few houses, with
subjects of their own: the table gets their words that bind others, and no more (`alignment.event.stop_words`). A word
that English has too (the German "die") keeps its English share, unless it is `FAR_COMMONER` elsewhere or as common in
several languages (de, la, con): `merged`.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from provenance.alignment.event.stop_words import STOP_WORDS
from provenance.indexing.analysis import terms_of
from provenance.retrieval.record_view import BODY_LENGTH

#: Texts read of each file, and the share of them below which a term is as good as rare.
TEXTS, LEAST = 6000, 1 / 250
#: Texts that are needed of a further language.
LEAST_TEXTS = 100
#: So many times as common as in English, a word is one of the other language all the same.
FAR_COMMONER = 30
#: A word of several languages: its share in at least two of them, and how many times it is as common as in English.
SHARED, SHARED_COMMONER = 0.1, 3


def rows_of(path: Path) -> Iterator[dict[str, object]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def shares(rows: Iterable[Mapping[str, object]]) -> dict[str, float]:
    """Term → share of the rows (at most `TEXTS`) that hold it."""
    count: Counter[str] = Counter()
    texts = 0
    for row in islice(rows, TEXTS):
        text = " ".join(str(row.get(key) or "") for key in ("claim", "title", "text"))[:BODY_LENGTH]
        found = terms_of(text)
        count.update({*found.words, *found.pairs})
        texts += 1
    return {term: number / texts for term, number in count.items()}


def by_language(paths: Sequence[Path]) -> dict[str, dict[str, float]]:
    """Language → its shares, for languages with enough texts."""
    rows: dict[str, list[Mapping[str, object]]] = {}
    for path in paths:
        for row in rows_of(path):
            of_language = rows.setdefault(str(row.get("lang")), [])
            if len(of_language) < TEXTS:
                of_language.append(row)
    return {language: shares(texts) for language, texts in rows.items() if len(texts) >= LEAST_TEXTS}


def merged(table: Mapping[str, float], languages: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The table with the words of further languages that bind others; `languages` has English, too."""
    english = languages["en"]
    out = dict(table)
    others = [shares for language, shares in languages.items() if language != "en"]
    for term in {term for word in STOP_WORDS for term in terms_of(word).words}:
        found = sorted((shares.get(term, 0.0) for shares in others), reverse=True)
        here = english.get(term, 0.0)
        if found[0] < LEAST:
            continue
        if found[0] >= FAR_COMMONER * here or (found[1] >= SHARED and found[1] >= SHARED_COMMONER * here):
            out[term] = max(found[0], out.get(term, 0.0))
    return out


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--onto", type=Path, help="a table to begin with")
    arguments.add_argument("--languages", nargs="+", type=Path, default=[])
    arguments.add_argument("--out", type=Path, default=Path("provenance/retrieval/tables/term-shares-2.tsv"))
    options = arguments.parse_args()
    table: dict[str, float] = {}
    if options.onto:
        pairs = (line.rsplit("\t", 1) for line in options.onto.read_text(encoding="utf-8").splitlines())
        table = {term: float(share) for term, share in pairs}
    for path in options.files:
        for term, share in shares(rows_of(path)).items():
            if share >= LEAST:
                table[term] = max(share, table.get(term, 0.0))
    if options.languages:
        table = merged(table, by_language(options.languages))
    lines = [f"{term}\t{share:.4f}" for term, share in sorted(table.items(), key=lambda item: (-item[1], item[0]))]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "terms")


if __name__ == "__main__":
    main()
