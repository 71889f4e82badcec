"""Recall, false matches and cost of the picture index under twenty edits, beside PDQ, imagehash and plain ORB.

python -m benchmarks.pictures --queries 20 --distractors 5000 --cache FOLDER --root FOLDER_OF_UNPACKED_PACKAGES …

Every query is a line of `--results`; a run that was stopped goes on after the last one.
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
import numpy as np

from benchmarks import photo_tiles
from benchmarks.picture_edits import EDITS
from benchmarks.picture_peers import Peers
from provenance.indexing.picture_store import PictureCollector, PictureKey
from provenance.indexing.pictures import PictureIndex

#: Every so many-th picture of the archive carries the banner.
BRANDED = 7
#: Strangers that the peers are asked, too.
PEER_STRANGERS = 100


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
        collector.add(PictureKey(str(number), "photo"), brand(tile) if number % BRANDED == 0 else np.asarray(tile))
    for number, tile in enumerate(distractors(tiles.distractors, count)):
        collector.add(PictureKey(f"d{number}", "photo"), tile)
    print("features, CPU ms a picture", round(1000 * (time.process_time() - start) / len(collector), 1), flush=True)
    start = time.process_time()
    index = PictureIndex(collector.arrays())
    print("lists, CPU s", round(time.process_time() - start, 1), flush=True)
    if folder:
        index.save(folder)
    return index


def queries(tiles, options):
    """Name, part, edit, the archive picture that is to be found (or None), and what makes the query's pixels."""
    edits = list(EDITS)
    numbers = range(len(tiles.archive))
    asked = {
        name: random.Random(f"{options.seed} {name}").sample(numbers, options.queries)
        for name in options.edits or edits
    }
    for at in range(options.queries):  # by turns, so that a run that was stopped has asked as much of each edit
        for name, chosen in asked.items():
            number = chosen[at]
            yield f"edit/{name}/{number}", "edit", name, number, lambda number=number: np.asarray(tiles.archive[number])
    branded = range(0, len(tiles.archive), BRANDED)
    for at in range(options.branded):
        number, name = branded[at % len(branded)], edits[at % len(edits)]
        yield f"branded/{at}", "branded", name, number, lambda number=number: brand(tiles.archive[number])
        tile = at % len(tiles.negatives)
        yield f"branded-stranger/{at}", "branded-stranger", name, None, lambda tile=tile: brand(tiles.negatives[tile])
    for at in range(options.negatives):
        tile = at % len(tiles.negatives)
        name = edits[(at + at // len(tiles.negatives)) % len(edits)]
        yield f"stranger/{at}", "stranger", name, None, lambda tile=tile: np.asarray(tiles.negatives[tile])


def ask(index, peers, tiles, query, seed):
    """One line of the results."""
    name, part, edit, wanted, pixels = query
    made = np.ascontiguousarray(EDITS[edit](pixels(), random.Random(f"{seed} {name}"), tiles.negatives))
    start = time.process_time()
    hits = index.search(made)
    row = {"query": name, "part": part, "edit": edit, "cpu_s": round(time.process_time() - start, 4)}
    found = {hit.key.evidence_id: hit for hit in hits}
    row["found"] = wanted is not None and str(wanted) in found
    row["others"] = [
        [key, hit.match.similarity, hit.match.inliers, hit.match.share, [round(v, 3) for v in hit.match.box_b]]
        for key, hit in found.items()
        if key != str(wanted)
    ]
    if row["others"] and part == "branded":
        # Only what the same picture does not bring without the banner is the banner's doing.
        plain = EDITS[edit](np.asarray(tiles.archive[wanted]), random.Random(f"{seed} {name}"), tiles.negatives)
        row["without"] = sorted({hit.key.evidence_id for hit in index.search(np.ascontiguousarray(plain))})
    if peers and (part == "edit" or (part == "stranger" and int(name.rpartition("/")[2]) < PEER_STRANGERS)):
        row["peers"] = peers.search(made, wanted)
    return row


def report(rows) -> None:
    """The tables."""
    by_part = {part: [row for row in rows if row["part"] == part] for part in dict.fromkeys(r["part"] for r in rows)}
    edits = by_part.get("edit", [])
    limit = _orb_limit(by_part.get("stranger", []))
    means: dict[str, list[float]] = {}
    for name in dict.fromkeys(row["edit"] for row in edits):
        mine = [row for row in edits if row["edit"] == name]
        table = {"provenance": [row["found"] for row in mine], "another item": [bool(row["others"]) for row in mine]}
        for row in mine:
            for method, value in row.get("peers", {}).items():
                hit = value["right"] >= limit if method == "ORB" else value["right"]
                table.setdefault(method, []).append(hit)
        shares = {method: round(float(np.mean(values)), 3) for method, values in table.items()}
        for method, share in shares.items():
            means.setdefault(method, []).append(share)
        print(name, len(mine), json.dumps(shares, ensure_ascii=False))
    print("mean", {method: round(float(np.mean(values)), 4) for method, values in means.items()}, "ORB pairs ≥", limit)
    for part, mine in by_part.items():
        found, others = sum(row["found"] for row in mine), sum(bool(row["others"]) for row in mine)
        cost = np.mean([row["cpu_s"] for row in mine])
        print(f"{part}: {len(mine)} asked, {found} found, {others} brought another item; CPU s a query {cost:.3f}")
        if part == "branded":
            banner = [row for row in mine if {other[0] for other in row["others"]} - set(row.get("without", ()))]
            print(f"of these {len(banner)} that they do not bring without the banner")
    strangers = [row["peers"] for row in by_part.get("stranger", []) if "peers" in row]
    for method in strangers[0] if strangers else ():
        wrong = sum(row[method]["most"] >= limit if method == "ORB" else row[method]["most"] for row in strangers)
        print(f"{method}: an item for {wrong} of {len(strangers)} strangers")


def _orb_limit(strangers) -> int:
    """The least number of pairs that at most 1 % of strangers reach with any item."""
    most = sorted(row["peers"]["ORB"]["most"] for row in strangers if "peers" in row)
    return most[-1 - len(most) // 100] + 1 if most else 1


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--queries", type=int, default=20, help="of each edit")
    parser.add_argument("--negatives", type=int, default=500)
    parser.add_argument("--branded", type=int, default=100)
    parser.add_argument("--distractors", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--results", type=Path, default=Path("pictures.jsonl"))
    parser.add_argument("--root", type=Path, nargs="*", default=[])
    parser.add_argument("--edits", nargs="*")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--parts", nargs="*", help="only these: edit, branded, branded-stranger, stranger")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    faiss.omp_set_num_threads(1)
    tiles = photo_tiles.load((Path("/"), *options.root), cache=options.cache)
    print(*(f"{len(part)} {name}" for name, part in vars(tiles).items()), flush=True)
    index = build(tiles, options.distractors, options.cache)
    peers = None if options.no_peers else Peers(tiles.archive)
    lines = options.results.read_text("utf-8").splitlines() if options.results.exists() else []
    rows = [json.loads(line) for line in lines]
    done = {row["query"] for row in rows}
    with options.results.open("a", encoding="utf-8") as file:
        for query in queries(tiles, options):
            if query[0] in done or (options.parts and query[1] not in options.parts):
                continue
            rows.append(ask(index, peers, tiles, query, options.seed))
            file.write(json.dumps(rows[-1]) + "\n")
            file.flush()
    report(rows)


if __name__ == "__main__":
    sys.exit(main())
