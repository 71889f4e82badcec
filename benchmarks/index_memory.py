"""Memory and time of opening and searching an index, without the encoder.

usage: python benchmarks/index_memory.py INDEX [--posts posts.jsonl]
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path

import numpy as np

from provenance.indexing.bundle import IndexBundle
from provenance.indexing.fields import embedding_text


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("index", type=Path)
    options.add_argument("--posts", type=Path, required=True)
    given = options.parse_args()
    before = peak_mb()
    bundle = IndexBundle.open(given.index)
    texts = [embedding_text(json.loads(line)["text"]) for line in given.posts.open()]
    vectors = np.random.default_rng(0).standard_normal((len(texts), bundle.vectors.dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    for name, search in (
        ("lexical", lambda: bundle.lexical.search(texts, 100)),
        ("vectors", lambda: bundle.vectors.search(vectors, 100)),
        ("records", lambda: [bundle.records.evidences(range(30 * i, 30 * i + 30)) for i in range(len(texts))]),
    ):
        begun = time.process_time()
        search()
        spent = 1000 * (time.process_time() - begun) / len(texts)
        print(f"{name:8} {spent:6.2f} CPU-ms a post   peak {peak_mb() - before:5.0f} MB beyond start", flush=True)
    print(f"{len(bundle)} records, {bundle.manifest.counts['vectors']} vectors, {len(texts)} posts")


if __name__ == "__main__":
    main()
