"""Near-copy clustering of 100,000 made-up posts: CPU seconds and recall by kind of edit, beside two other tools.

    python benchmarks/floods.py [--posts 100000] [--only provenance|datasketch|toolkit]

Posts are generated with a fixed seed: 1,000 families of one seed text and five edited copies (5 %, 15 % and 30 % of the
characters replaced, a prefix and suffix added, half replaced), among single posts of the same vocabulary.
`datasketch` is used as its documentation shows (MinHashLSH, 128 permutations, threshold .5, the same shingles), the
`coordination-network-toolkit` with its co-similar-text command (its own tokeniser, similarity .4), which compares every
two posts of a time window; all posts lie in one window here, so give it fewer with `--posts`.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

EDITS = ("seed", "replaced_05", "replaced_15", "replaced_30", "wrapped", "half")


def posts(count: int, seed: int = 20261122) -> tuple[list[str], list[tuple[int, str] | None]]:
    """Texts and, for members of a family, (family, kind of edit)."""
    rng = random.Random(seed)
    common = [chr(0x4E00 + rng.randrange(0x3000)) for _ in range(2500)]
    weights = [1 / (rank + 8) for rank in range(len(common))]
    words = ["".join(rng.choices(common, weights, k=rng.choice((1, 2, 2, 2, 3)))) for _ in range(30000)]
    popularity = [1 / (rank + 30) for rank in range(len(words))]
    drawn = iter(())

    def word() -> str:
        nonlocal drawn
        for found in drawn:
            return found
        drawn = iter(rng.choices(words, popularity, k=200_000))
        return next(drawn)

    def text() -> str:
        size = rng.randint(30, 100)
        out = ""
        while len(out) < size:
            out += word() + ("，" if rng.random() < 0.12 else "")
        return out + "。"

    def replaced(source: str, share: float) -> str:
        return "".join(rng.choice(word()) if rng.random() < share else char for char in source)

    texts: list[str] = []
    family: list[tuple[int, str] | None] = []
    for number in range(count // 100):
        base = text()
        copies = (
            base,
            replaced(base, 0.05),
            replaced(base, 0.15),
            replaced(base, 0.30),
            text()[:15] + base + text()[:15],
        )
        for kind, copy in zip(EDITS, (*copies, base[: len(base) // 2] + text()[: len(base) // 2]), strict=True):
            texts.append(copy)
            family.append((number, kind))
    while len(texts) < count:
        texts.append(text())
        family.append(None)
    order = list(range(len(texts)))
    rng.shuffle(order)
    return [texts[at] for at in order], [family[at] for at in order]


def by_provenance(texts: list[str]) -> list[list[int]]:
    from provenance.alignment.near_copies import near_copies

    return near_copies(texts)


def by_datasketch(texts: list[str]) -> list[list[int]]:
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=0.5, num_perm=128)
    hashes = []
    for at, text in enumerate(texts):
        minhash = MinHash(num_perm=128)
        minhash.update_batch([text[i : i + 3].encode() for i in range(len(text) - 2)])
        hashes.append(minhash)
        lsh.insert(at, minhash)
    pairs = ((at, other) for at, minhash in enumerate(hashes) for other in lsh.query(minhash))
    return _groups(len(texts), pairs)


def by_toolkit(texts: list[str]) -> list[list[int]]:
    """Every post by an account of its own, all inside one window, so that any two may be compared."""
    from coordination_network_toolkit import compute_networks, preprocess

    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "posts.db")
        rows = ((str(at), str(at), str(at), "", "", text, at % 3600, []) for at, text in enumerate(texts))
        preprocess.preprocess_data(path, rows)
        compute_networks.compute_co_similar_tweet(path, 7200, n_threads=1, similarity_threshold=0.4)
        pairs = sqlite3.connect(path).execute("select user_1, user_2 from co_similar_tweet_network").fetchall()
    return _groups(len(texts), ((int(left), int(right)) for left, right in pairs))


def _groups(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """What hangs together by pairs, those alone left out."""
    root = list(range(count))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for left, right in pairs:
        root[find(left)] = find(right)
    groups: dict[int, list[int]] = defaultdict(list)
    for at in range(count):
        groups[find(at)].append(at)
    return [group for group in groups.values() if len(group) > 1]


def recall(clusters: list[list[int]], family: list[tuple[int, str] | None]) -> dict[str, float]:
    """Share of edited copies that share a cluster with their seed, by kind; and the share of members that belong."""
    cluster_of = {at: number for number, members in enumerate(clusters) for at in members}
    seeds = {row[0]: cluster_of.get(at) for at, row in enumerate(family) if row and row[1] == "seed"}
    found: dict[str, list[bool]] = defaultdict(list)
    for at, row in enumerate(family):
        if row and row[1] != "seed":
            found[row[1]].append(cluster_of.get(at) is not None and cluster_of[at] == seeds[row[0]])
    out = {kind: round(sum(hits) / len(hits), 3) for kind, hits in found.items()}
    out["all"] = round(sum(map(sum, found.values())) / sum(map(len, found.values())), 3)
    out["clustered_singles"] = sum(family[at] is None for at in cluster_of)
    return out


def cpu_seconds() -> float:
    """Of this process and of those it started and that have ended."""
    for child in multiprocessing.active_children():
        child.join()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


TOOLS = {"provenance": by_provenance, "datasketch": by_datasketch, "toolkit": by_toolkit}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--only", choices=TOOLS)
    asked = parser.parse_args()
    if not asked.only:  # a fresh process each: imports and memory do not help or hurt the next
        for name in TOOLS:
            subprocess.run([sys.executable, __file__, "--posts", str(asked.posts), "--only", name], check=True)
        return
    texts, family = posts(asked.posts)
    TOOLS[asked.only](texts[:50])  # loads what is loaded once
    start = cpu_seconds()
    clusters = TOOLS[asked.only](texts)
    seconds = cpu_seconds() - start
    print(json.dumps({"tool": asked.only, "posts": len(texts), "cpu_s": round(seconds, 1), **recall(clusters, family)}))


if __name__ == "__main__":
    main()
