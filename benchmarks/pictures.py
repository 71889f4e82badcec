"""Recall, false matches and cost of the picture index under twenty edits, beside PDQ, imagehash and plain ORB.

python -m benchmarks.pictures --queries 15 --distractors 5000 --cache FOLDER --root FOLDER_OF_UNPACKED_PACKAGES …
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


class Peers:
    """What others use, against the archive alone (no distractors, no banners), which favours them."""

    def __init__(self, archive):
        self.pdq = np.array([pdqhash.compute(np.asarray(t))[0] for t in archive], bool)
        self.phash = np.array([imagehash.phash(Image.fromarray(np.asarray(t))).hash.ravel() for t in archive])
        self.dhash = np.array([imagehash.dhash(Image.fromarray(np.asarray(t))).hash.ravel() for t in archive])
        self.orb = [orb(t) for t in archive]

    def search(self, pixels):
        """Method → which archive items it returns, bool, shape (archive,); ORB → pairs that pass the ratio test."""
        image = Image.fromarray(pixels)
        return {
            "PDQ ≤ 31": (self.pdq != pdqhash.compute(np.ascontiguousarray(pixels))[0].astype(bool)).sum(1) <= 31,
            "phash ≤ 8": (self.phash != imagehash.phash(image).hash.ravel()).sum(1) <= 8,
            "dhash ≤ 8": (self.dhash != imagehash.dhash(image).hash.ravel()).sum(1) <= 8,
            "ORB": self.pairs(pixels),
        }

    def pairs(self, pixels):
        """The textbook way: 500 ORB features, nearest and second nearest neighbour, ratio 0.75."""
        asked, counts = orb(pixels), np.zeros(len(self.orb), int)
        for at, stored in enumerate(self.orb):
            if asked is not None and stored is not None and len(stored) > 1:
                distances, _ = faiss.knn_hamming(asked, stored, 2)
                counts[at] = (distances[:, 0] < 0.75 * distances[:, 1]).sum()
        return counts


def orb(pixels):
    grey = cv2.cvtColor(np.asarray(pixels), cv2.COLOR_RGB2GRAY)
    scale = min(1.0, 640 / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cv2.ORB.create(500).detectAndCompute(small, None)[1]


def recall(index, peers, tiles, options, rng):
    """Per edit: share of queries that find their item, that bring another, and the peers' shares."""
    rows, spent, asked, pairs = {}, 0.0, 0, {}
    for name, edit in EDITS.items():
        if options.edits and name not in options.edits:
            continue
        chosen = rng.sample(range(len(tiles.archive)), options.queries)
        row = dict.fromkeys(["provenance", "wrong", *(["PDQ ≤ 31", "phash ≤ 8", "dhash ≤ 8"] if peers else [])], 0)
        pairs[name] = []
        for number in chosen:
            pixels = np.ascontiguousarray(edit(np.asarray(tiles.archive[number]), rng, tiles.negatives))
            start = time.process_time()
            hits = {hit.key.evidence_id for hit in index.search(pixels)}
            spent += time.process_time() - start
            asked += 1
            row["provenance"] += str(number) in hits
            row["wrong"] += bool(hits - {str(number)})
            if peers:
                for method, found in peers.search(pixels).items():
                    if method == "ORB":
                        pairs[name].append(int(found[number]))
                    else:
                        row[method] += bool(found[number])
        rows[name] = {key: value / len(chosen) for key, value in row.items()}
        print(name, json.dumps(rows[name], ensure_ascii=False), flush=True)
    mean = {key: round(float(np.mean([row[key] for row in rows.values()])), 4) for key in next(iter(rows.values()))}
    print("mean", json.dumps(mean, ensure_ascii=False), "CPU s a query", round(spent / asked, 3), flush=True)
    return pairs


def strangers(index, tiles, options, rng):
    """Pictures that are not in the archive: how many bring an item, and the cost."""
    false, start, edits = 0, time.process_time(), list(EDITS.values())
    for number in range(options.negatives):
        tile = np.asarray(tiles.negatives[number % len(tiles.negatives)])
        edit = edits[(number + number // len(tiles.negatives)) % len(edits)]
        false += bool(index.search(np.ascontiguousarray(edit(tile, rng, tiles.negatives))))
        if number % 50 == 49:
            print(f"… {false} of {number + 1}", flush=True)
    spent = (time.process_time() - start) / max(1, options.negatives)
    print(f"not in the archive: {false} of {options.negatives} got an item, CPU s a query {spent:.3f}", flush=True)


def banners(index, tiles, options, rng):
    """Pictures with the banner that a seventh of the archive carries: wrong items."""
    edits, extra, found, false = list(EDITS.values()), 0, 0, 0
    branded = range(0, len(tiles.archive), 7)
    for at in range(options.branded):
        number, edit = branded[at % len(branded)], edits[at % len(edits)]
        pixels = np.ascontiguousarray(edit(brand(tiles.archive[number]), rng, tiles.negatives))
        hits = {hit.key.evidence_id for hit in index.search(pixels)}
        found += str(number) in hits
        extra += bool(hits - {str(number)})
        tile = brand(tiles.negatives[at % len(tiles.negatives)])
        false += bool(index.search(np.ascontiguousarray(edit(tile, rng, tiles.negatives))))
    print(
        f"with the banner: of {options.branded} archive pictures {found} found, {extra} brought another item; "
        f"of {options.branded} strangers {false} got an item",
        flush=True,
    )


def plain_orb(peers, pairs, tiles, options, rng):
    """Recall of plain ORB at the least number of pairs that at most 1 % of strangers reach."""
    edits, most = list(EDITS.values()), []
    for number in range(min(100, options.negatives)):
        tile = np.asarray(tiles.negatives[number % len(tiles.negatives)])
        most.append(peers.pairs(edits[number % len(edits)](tile, rng, tiles.negatives)).max())
    least = int(np.sort(most)[-2]) + 1 if len(most) > 1 else 0
    shares = {name: float(np.mean(np.array(counts) >= least)) for name, counts in pairs.items()}
    print("plain ORB, pairs ≥", least, json.dumps(shares, ensure_ascii=False), "mean", np.mean(list(shares.values())))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--negatives", type=int, default=500)
    parser.add_argument("--branded", type=int, default=100)
    parser.add_argument("--distractors", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--root", type=Path, nargs="*", default=[])
    parser.add_argument("--edits", nargs="*")
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    faiss.omp_set_num_threads(1)
    tiles = photo_tiles.load((Path("/"), *options.root), cache=options.cache)
    print(*(f"{len(part)} {name}" for name, part in vars(tiles).items()), flush=True)
    index = build(tiles, options.distractors, options.cache)
    rng = random.Random(options.seed)
    peers = None if options.no_peers else Peers(tiles.archive)
    pairs = recall(index, peers, tiles, options, rng)
    banners(index, tiles, options, rng)
    strangers(index, tiles, options, rng)
    if peers:
        plain_orb(peers, pairs, tiles, options, rng)


if __name__ == "__main__":
    sys.exit(main())
