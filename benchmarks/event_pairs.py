"""Pairs of texts that tell the same event or another one, from two public sets; groups keep folds apart."""

from __future__ import annotations

import gzip
import itertools
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np

from provenance.alignment.event.background import Background
from provenance.alignment.event.view import EventView, event_view
from provenance.model.interval import Interval

#: Patterns of the scenarios whose posts retell an event of the archive.
RETELLINGS = ("none", "reheated", "stitched", "refuting")
NO_EVENT = ("right_attribution", "variant_reading", "generic_greeting_or_lottery")
LOOK_ALIKES = 10


@dataclass(frozen=True)
class Pair:
    post: EventView
    record: EventView
    same: bool
    #: Whether the post is known to have another place or date than the record.
    recycled: bool
    group: str


def read(path: Path) -> list[dict]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf8") as file:
        return [json.loads(line) for line in file]


def ecb_pairs(data: Path) -> tuple[list[Pair], list[str], Background]:
    """Every two documents of a topic: of one sub-topic the same event, of two the look-alike."""
    rows = read(data / "ecbplus_events_en" / "ecbplus_docs.jsonl.gz")
    views = [event_view(row["text"], None) for row in rows]
    topics = defaultdict(list)
    for row, view in zip(rows, views, strict=True):
        topics[row["topic"]].append((row, view))
    pairs, names = [], []
    for topic, found in topics.items():
        for (one, first), (two, second) in itertools.combinations(found, 2):
            pairs.append(Pair(first, second, one["subtopic"] == two["subtopic"], False, f"ecb-{topic}"))
            names.append(f"{one['doc']} {two['doc']}")
    return pairs, names, Background.of(view.terms for view in views)


class Archive:
    """The records of the scenarios with a plain BM25 search; the product's retrieval is another matter."""

    def __init__(self, data: Path) -> None:
        self.rows = read(data / "recycled_scenarios" / "evidence.jsonl.gz")
        self._views: dict[int, EventView] = {}
        self.terms = [event_terms(f"{row.get('title') or ''}\n{row['text'][:2000]}") for row in self.rows]
        self.background = Background.of(self.terms)
        self._number: dict[str, int] = {}
        numbers = [[self._number.setdefault(term, len(self._number)) for term in sorted(found)] for found in self.terms]
        self._search = bm25s.BM25(method="lucene")
        self._search.index((numbers, self._number), show_progress=False)

    def view(self, row: int) -> EventView:
        if row not in self._views:
            record = self.rows[row]
            when = record.get("published_at")
            text = f"{record.get('title') or ''}\n{record['text']}"
            self._views[row] = event_view(text, Interval.parse_any(when) if when else None)
        return self._views[row]

    def search(self, text: str, k: int) -> list[tuple[int, float]]:
        found = [self._number[term] for term in event_terms(text) if term in self._number]
        if not found:
            return []
        scores = self._search.get_scores_from_ids(found)
        best = np.argpartition(-scores, k)[:k]
        return [(int(row), float(scores[row])) for row in best[np.argsort(-scores[best])] if scores[row] > 0]


def event_terms(text: str) -> set[str]:
    from provenance.alignment.event.terms import terms, tokens
    from provenance.text.places.gazetteer import shipped

    return terms(tokens(shipped().fold(text)))


def scenario_pairs(data: Path, archive: Archive) -> list[Pair]:
    """Posts with the records they retell, and with what a search returns beside them."""
    posts = {row["id"]: row for row in read(data / "recycled_scenarios" / "posts_dev.jsonl")}
    place = {row["id"]: number for number, row in enumerate(archive.rows)}
    pairs = []
    for label in read(data / "recycled_scenarios" / "labels_dev.jsonl"):
        gold = [place[i] for i in label["evidence_ids"] if i in place]
        kind = label.get("negative_kind")
        if not gold or label["pattern"] not in RETELLINGS or kind in NO_EVENT:
            continue
        post = posts[label["post_id"]]
        view = event_view(post["text"], Interval.parse_any(post["posted_at"]))
        accepted = {place[i] for i in label.get("alt_evidence_ids", ()) if i in place} | set(gold)
        same = kind != "new_event"
        recycled = label["pattern"] in ("reheated", "stitched")
        pairs.extend(Pair(view, archive.view(row), same, recycled, post["id"]) for row in gold)
        others = [row for row, _ in archive.search(post["text"], LOOK_ALIKES + 5) if row not in accepted]
        pairs.extend(Pair(view, archive.view(row), False, False, post["id"]) for row in others[:LOOK_ALIKES])
    return pairs
