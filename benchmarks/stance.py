"""Stance of posts whose stance is known from where they come from, and the time a post takes.

    python benchmarks/stance.py DATA

DATA is the folder of the public sets. Rumours and ordinary posts should read as spreading (a few do ask), the posts
written to refute as refuting. A share of ordinary posts that refute is right to be below 1: some report a denial.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from provenance.text.stance import stance_of


def rows(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def sets(data: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Name, expected stance, texts."""
    weibo = list(rows(data / "ced_weibo_zh" / "posts.jsonl"))
    yield "Weibo rumours", "spread", [row["text"] for row in weibo if row["label"] == "rumor"]
    yield "Weibo posts that are none", "spread", [row["text"] for row in weibo if row["label"] != "rumor"]
    folder = data / "recycled_scenarios"
    text = {row["id"]: row["text"] for row in rows(folder / "posts_dev.jsonl")}
    labels = list(rows(folder / "labels_dev.jsonl"))
    yield "written refutations", "refute", [text[row["post_id"]] for row in labels if row["pattern"] == "refuting"]
    yield (
        "written hits",
        "spread",
        [text[row["post_id"]] for row in labels if row["pattern"] not in ("refuting", "none")],
    )
    own = [row for row in labels if row["pattern"] == "none" and row["negative_kind"] != "background"]
    yield "written look-alikes", "spread", [text[row["post_id"]] for row in own]
    with (data / "readr_tw_rumour_court_zhtw" / "fake_news_all.csv").open(encoding="utf-8-sig") as lines:
        rulings = [row["misinformation_content"] for row in csv.DictReader(lines)]
    yield "posts before Taiwanese courts", "spread", [text for text in rulings if text.strip()]
    folder = data / "zh_post_to_refutation"
    text = {row["id"]: row["text"] for row in rows(folder / "posts_dev.jsonl")}
    notes = list(rows(folder / "notes_dev.jsonl"))
    for stance in ("spread", "question"):
        yield (
            f"ruled posts, {stance}",
            stance,
            [text[row["id"]] for row in notes if row["stance"] == stance and row["id"] in text],
        )


def main() -> None:
    for name, expected, texts in sets(Path(sys.argv[1])):
        start = time.process_time()
        found = Counter(str(stance_of(text)) for text in texts)
        micros = (time.process_time() - start) / len(texts) * 1e6
        print(f"{name:32} n={len(texts):5} {expected} {found[expected] / len(texts):.3f} {dict(found)} {micros:.0f} us")


if __name__ == "__main__":
    main()
