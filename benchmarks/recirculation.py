"""Near-copies posted more than 30 days apart: is the first of them found again?

usage: recirculation.py DATA
Each post with a near-copy more than 30 days away is searched among all that are as far away; plain BM25 offers
candidates and the share of copied runs orders them. Reported is the share of posts whose first answer is of their
own cluster.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import bm25s
import numpy as np
from dateutil.parser import parse
from event_pairs import event_terms, read

from provenance.alignment.event.terms import shingles, tokens
from provenance.text.places.gazetteer import shipped

APART_DAYS = 30


def main(data: Path) -> None:
    rows = read(data / "ced_weibo_zh" / "posts.jsonl")
    when = [
        datetime.fromtimestamp(int(row["posted_at"]), UTC)
        if str(row["posted_at"]).isdigit()
        else parse(row["posted_at"])
        for row in rows
    ]
    clusters = defaultdict(list)
    for number, row in enumerate(rows):
        clusters[row["near_copy_cluster"]].append(number)
    number: dict[str, int] = {}
    found = [event_terms(row["text"]) for row in rows]
    runs = [shingles(tokens(shipped().fold(row["text"]))) for row in rows]
    search = bm25s.BM25(method="lucene")
    search.index(
        ([[number.setdefault(term, len(number)) for term in sorted(f)] for f in found], number), show_progress=False
    )
    right, asked = 0, 0
    for query, row in enumerate(rows):
        mates = [n for n in clusters[row["near_copy_cluster"]] if abs((when[n] - when[query]).days) > APART_DAYS]
        if not mates:
            continue
        asked += 1
        scores = search.get_scores_from_ids([number[term] for term in found[query]])
        near = [abs((moment - when[query]).days) <= APART_DAYS for moment in when]
        scores[near] = -1
        candidates = np.argsort(-scores)[:10]
        best = max(
            candidates,
            key=lambda n: (len(runs[n] & runs[query]) / max(1, min(len(runs[n]), len(runs[query]))), scores[n]),
        )
        right += rows[best]["near_copy_cluster"] == row["near_copy_cluster"]
    print(f"posts with a near-copy > {APART_DAYS} days apart: {asked}; first answer right: {right / asked:.4f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
