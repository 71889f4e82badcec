"""Quotations, exact and lightly edited, against all answers and all poems indexed together: rank of the source, time.

usage: python -m benchmarks.passages DATA [--quotations 600]
A light edit replaces, drops or inserts one character in fifteen. A source is right at rank 1 when it is the record that
the quotation was taken from, or another that holds the unedited quotation word for word.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from provenance.indexing.passages import PassageIndex
from provenance.text.folding import fold

_SENTENCE = re.compile(r"(?<=[。！？\n])")


def answers(data: Path) -> Iterator[str]:
    """Answers of the foreign ministry's press conferences."""
    for row in _rows(data / "mfa_pressconf_zh" / "pressconf_qa.jsonl.gz"):
        if row.get("answer"):
            yield row["answer"]


def poems(data: Path) -> Iterator[str]:
    """Poems and classics."""
    for row in _rows(data / "chinese_poetry_subset" / "poems.jsonl.gz"):
        lines = row.get("paragraphs") or row.get("content") or row.get("para")
        if lines:
            yield "\n".join(map(str, lines)) if isinstance(lines, list) else str(lines)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _quotation(text: str, rng: random.Random) -> str | None:
    sentences = [part.strip() for part in _SENTENCE.split(text) if 8 <= len(part.strip()) <= 80]
    return rng.choice(sentences) if sentences else None


def _edited(text: str, rng: random.Random, pool: str) -> str:
    chars = list(text)
    for _ in range(max(1, len(chars) // 15)):
        at, what = rng.randrange(len(chars)), rng.random()
        if what < 0.4:
            chars[at] = rng.choice(pool)
        elif what < 0.7:
            del chars[at]
        else:
            chars.insert(at, rng.choice(pool))
    return "".join(chars)


def _bare(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def main() -> None:
    """Print share at rank 1 and CPU-milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--quotations", type=int, default=600)
    options = parser.parse_args()
    official = list(answers(options.data))
    texts = official + list(poems(options.data))
    start = time.process_time()
    index = PassageIndex.build(texts)
    print(
        f"{len(official)} answers, {len(texts) - len(official)} poems; built in {time.process_time() - start:.1f} s CPU"
    )
    rng = random.Random(5)
    pool = "".join(char for text in official[:2_000] for char in text if "\u4e00" <= char <= "\u9fff")
    for name, rows in (("answers", range(len(official))), ("poems", range(len(official), len(texts)))):
        for edit in (False, True):
            right = done = 0
            seconds = 0.0
            while done < options.quotations:
                row = rng.choice(rows)
                quotation = _quotation(texts[row], rng)
                if quotation is None or (edit and len(_bare(quotation)) < 10):
                    continue
                asked = _edited(quotation, rng, pool) if edit else quotation
                start = time.process_time()
                found = index.search(asked)
                seconds += time.process_time() - start
                done += 1
                right += bool(found) and (found[0].row == row or _bare(quotation) in _bare(texts[found[0].row]))
            kind = "lightly edited" if edit else "exact"
            print(
                f"{name:8} {kind:15} right at rank 1 {right / done:.4f}  {1e3 * seconds / done:.1f} ms CPU a quotation"
            )


if __name__ == "__main__":
    main()
