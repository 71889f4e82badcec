"""The embedded vector index beside Milvus on the same records and queries: how many of the first ten they share.

python -m benchmarks.milvus_overlap --records 20000 --queries 500 [--uri http://host:port]
Without an address a file is opened through milvus-lite.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import numpy as np

from benchmarks.synthetic import DAYS, LAST_DAY, TopicEncoder, posts, records
from provenance.indexing.base import Filter
from provenance.indexing.bundle import VECTORS, IndexBundle
from provenance.indexing.milvus import MilvusStore, MilvusVectors, upload
from provenance.jobs.build import build_index


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--records", type=int, default=20_000)
    options.add_argument("--queries", type=int, default=500)
    options.add_argument("--uri")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_index(records(given.records), folder / "i", encoder=TopicEncoder())
        bundle = IndexBundle.open(folder / "i")
        store = MilvusStore(given.uri or str(folder / "milvus.db"))
        begun = time.process_time()
        count = upload(bundle.folder / VECTORS, store, bundle.version)
        print(f"{count:,} vectors uploaded in {time.process_time() - begun:.1f} CPU-s")
        served = MilvusVectors(bundle.folder / VECTORS, store, bundle.version)
        queries = TopicEncoder().encode([post.text for post in posts(given.queries, given.records)])
        recent = Filter(published_from=LAST_DAY - timedelta(days=DAYS // 20))
        for what, where in (("all", None), ("archive only", Filter(kinds=frozenset({"archive"}))), ("5 %", recent)):
            allowed = bundle.allowed(where)
            cpu = time.process_time()
            one = bundle.vectors.search(queries, 10, allowed=allowed)
            here = time.process_time()
            other = served.search(queries, 10, allowed=allowed)
            there = time.process_time()
            shared = [len(set(a.rows.tolist()) & set(b.rows.tolist())) / 10 for a, b in zip(one, other, strict=True)]
            each = [1000 * spent / len(queries) for spent in (here - cpu, there - here)]
            print(
                f"{what:13} overlap {np.mean(shared):.4f} (least {min(shared):.1f}), CPU-ms a query: "
                f"embedded {each[0]:.2f}, Milvus {each[1]:.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
