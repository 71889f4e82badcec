"""Recall, false matches and cost of the picture index under twenty edits, beside PDQ and imagehash on the same queries.

python -m benchmarks.pictures --queries 40 --distractors 5000 --cache FOLDER
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path

import cv2
import faiss
import imagehash
import numpy as np
import pdqhash
from PIL import Image

from benchmarks import photo_tiles
from benchmarks.picture_edits import EDITS
from provenance.indexing.picture_store import PictureCollector, PictureKey
from provenance.indexing.pictures import PictureIndex


def brand(pixels: np.ndarray) -> np.ndarray:
    """A channel's lower third and corner sign: what unrelated pictures share."""
    made = np.array(pixels)
    cv2.rectangle(made, (0, 590), (960, 690), (170, 20, 20), -1)
    cv2.putText(made, "BREAKING NEWS CHANNEL 9", (30, 655), cv2.FONT_HERSHEY_DUPLEX, 1.6, (255, 255, 255), 3)
    cv2.circle(made, (880, 70), 44, (20, 40, 160), -1)
    cv2.putText(made, "9", (862, 92), cv2.FONT_HERSHEY_DUPLEX, 2.0, (255, 255, 255), 4)
    return made


def distractors(tiles, count, seed=7):
    rng = random.Random(seed)
    for _ in range(count):
        tile = np.asarray(rng.choice(tiles))
        side = rng.uniform(0.3, 0.7)
        tall, wide = int(720 * side), int(960 * side)
        top, left = rng.randint(0, 720 - tall), rng.randint(0, 960 - wide)
        part = tile[top : top + tall, left : left + wide]
        yield cv2.resize(part[:, ::-1] if rng.random() < 0.5 else part, (800, 600), interpolation=cv2.INTER_CUBIC)


def build(tiles, count, cache):
    folder = cache and cache / f"index-{count}"
    if folder and (folder / "keys.json").exists():
        return PictureIndex.load(folder)
    collector, start = PictureCollector(), time.process_time()
    for number, tile in enumerate(tiles.archive):
        collector.add(PictureKey(str(number), "photo"), brand(tile) if number % 7 == 0 else np.asarray(tile))
    for number, tile in enumerate(distractors(tiles.distractors, count)):
        collector.add(PictureKey(f"d{number}", "photo"), tile)
    print("features, CPU ms a picture", round(1000 * (time.process_time() - start) / len(collector), 1), flush=True)
    start = time.process_time()
    index = PictureIndex(collector.arrays())
    print("lists, CPU s", round(time.process_time() - start, 1), flush=True)
    if folder:
        index.save(folder)
    return index


class Hashes:
    """Whole-picture hashes as others use them: one a picture, one threshold."""

    def __init__(self, archive):
        self.pdq = np.array([pdqhash.compute(np.asarray(t))[0] for t in archive], bool)
        self.phash = np.array([imagehash.phash(Image.fromarray(np.asarray(t))).hash.ravel() for t in archive])
        self.dhash = np.array([imagehash.dhash(Image.fromarray(np.asarray(t))).hash.ravel() for t in archive])

    def search(self, pixels):
        image = Image.fromarray(pixels)
        return {
            "PDQ ≤ 31": (self.pdq != pdqhash.compute(np.ascontiguousarray(pixels))[0].astype(bool)).sum(1) <= 31,
            "phash ≤ 8": (self.phash != imagehash.phash(image).hash.ravel()).sum(1) <= 8,
            "dhash ≤ 8": (self.dhash != imagehash.dhash(image).hash.ravel()).sum(1) <= 8,
        }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--negatives", type=int, default=500)
    parser.add_argument("--distractors", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--edits", nargs="*")
    parser.add_argument("--no-hashes", action="store_true")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    faiss.omp_set_num_threads(1)
    tiles = photo_tiles.load(cache=options.cache)
    print(
        len(tiles.archive),
        "archive",
        len(tiles.distractors),
        "distractor tiles",
        len(tiles.negatives),
        "negative tiles",
    )
    index = build(tiles, options.distractors, options.cache)
    hashes = None if options.no_hashes else Hashes(tiles.archive)
    rng = random.Random(options.seed)
    rows, spent, asked = {}, 0.0, 0
    for name, edit in EDITS.items():
        if options.edits and name not in options.edits:
            continue
        chosen = rng.sample(range(len(tiles.archive)), options.queries)
        row = dict.fromkeys(["provenance", "wrong", *(["PDQ ≤ 31", "phash ≤ 8", "dhash ≤ 8"] if hashes else [])], 0)
        for number in chosen:
            pixels = np.ascontiguousarray(edit(np.asarray(tiles.archive[number]), rng, tiles.negatives))
            start = time.process_time()
            hits = {hit.key.evidence_id for hit in index.search(pixels)}
            spent += time.process_time() - start
            asked += 1
            row["provenance"] += str(number) in hits
            row["wrong"] += bool(hits - {str(number)})
            if hashes:
                for method, found in hashes.search(pixels).items():
                    row[method] += bool(found[number])
        rows[name] = {key: value / len(chosen) for key, value in row.items()}
        print(name, json.dumps(rows[name], ensure_ascii=False), flush=True)
    mean = {key: round(float(np.mean([row[key] for row in rows.values()])), 4) for key in next(iter(rows.values()))}
    print("mean", json.dumps(mean, ensure_ascii=False), "CPU s a query", round(spent / asked, 3))
    false, branded, start = 0, 0, time.process_time()
    for number in range(options.negatives):
        tile = np.asarray(tiles.negatives[number % len(tiles.negatives)])
        edit = list(EDITS.values())[number % len(EDITS)]
        pixels = edit(brand(tile) if number % 7 == 0 else tile, rng, tiles.negatives)
        hits = index.search(np.ascontiguousarray(pixels))
        false += bool(hits)
        branded += bool(hits) and number % 7 == 0
    spent = (time.process_time() - start) / max(1, options.negatives)
    print(
        f"not in the archive: {false} of {options.negatives} got an item ({branded} branded), CPU s a query {spent:.3f}"
    )


if __name__ == "__main__":
    sys.exit(main())
