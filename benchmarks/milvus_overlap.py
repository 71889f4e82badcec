"""The embedded indexes beside Milvus on the same records and queries: how many of the first ten they share.

python -m benchmarks.milvus_overlap --records 20000 --queries 500 [--uri http://host:port]
Without an address a file is opened through milvus-lite. Compared are vectors, words, and the two fused as a check fuses
them, each among all records, archive items alone, and 5 % by date; then 20,000 hashes of 256 bits, of which every other
query is one with 24 bits altered. What Milvus does not serve there is left out. At last comes a night with 1 % changed.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np

from benchmarks.synthetic import DAYS, LAST_DAY, TopicEncoder, posts, records
from provenance.indexing.base import Filter, Ranking
from provenance.indexing.bundle import IndexBundle
from provenance.indexing.hashes import HashIndex
from provenance.indexing.milvus.publish import upload
from provenance.indexing.milvus.served import MilvusWords, Served
from provenance.indexing.milvus.store import MilvusStore
from provenance.indexing.picture_store import PictureArrays
from provenance.jobs.build import build_index
from provenance.retrieval.candidates import fuse_each
from provenance.store.records import RecordTable
from tests.indexing.milvus_contract import write_version

VERSION_OF_HASHES = "20261127T000000Z-hashes"


def shared(what: str, embedded: Callable[[], list[Ranking]], served: Callable[[], list[Ranking]]) -> None:
    """Print the overlap of the first ten, and what a query costs in this process."""
    begun = time.process_time()
    one = embedded()
    here = time.process_time()
    other = served()
    there = time.process_time()
    parts = [
        len(set(a.rows.tolist()) & set(b.rows.tolist())) / max(1, len(a))
        for a, b in zip(one, other, strict=True)
        if len(a)
    ]
    each = [1000 * spent / len(one) for spent in (here - begun, there - here)]
    print(
        f"{what:24} overlap {np.mean(parts):.4f} (least {min(parts):.1f}), CPU-ms a query: "
        f"embedded {each[0]:.2f}, Milvus {each[1]:.2f}",
        flush=True,
    )


def compare(bundle: IndexBundle, served: IndexBundle, count: int) -> None:
    asked = [post.text for post in posts(count, len(bundle))]
    vectors = TopicEncoder().encode(asked)
    recent = Filter(published_from=LAST_DAY - timedelta(days=DAYS // 20))
    for name, where in (("all", None), ("archive", Filter(kinds=frozenset({"archive"}))), ("5 %", recent)):
        mask = bundle.allowed(where)

        def by_vectors(index: IndexBundle, k: int = 10, mask=mask) -> list[Ranking]:
            return index.vectors.search(vectors, k, allowed=mask)

        def by_words(index: IndexBundle, k: int = 10, mask=mask) -> list[Ranking]:
            return index.lexical.search(asked, k, allowed=mask)

        def fused(index: IndexBundle, by_words=by_words, by_vectors=by_vectors) -> list[Ranking]:
            pairs = zip(by_words(index, 50), by_vectors(index, 50), strict=True)
            return [Ranking(found.rows, found.fused) for found in fuse_each([(a, [b]) for a, b in pairs], k=10)]

        kinds = {"vectors": by_vectors, "words": by_words, "fused": fused}
        if not isinstance(served.lexical, MilvusWords):
            kinds = {"vectors": by_vectors}  # words are not served there
        for kind, search in kinds.items():
            shared(f"{kind}, {name}", lambda search=search: search(bundle), lambda search=search: search(served))


def compare_hashes(store: MilvusStore, count: int, queries: int) -> None:
    choose = np.random.default_rng(11)
    with tempfile.TemporaryDirectory() as name:
        version = Path(name) / VERSION_OF_HASHES
        write_version(version, [f"picture {number}" for number in range(count)])
        begun = time.process_time()
        parts = [sent.part for sent in upload(version, store, VERSION_OF_HASHES, Path(name))]
        print(f"hashes uploaded in {time.process_time() - begun:.1f} CPU-s: {parts}")
        served = Served(store, VERSION_OF_HASHES, RecordTable(version).rows)
        arrays = PictureArrays.load(version / "pictures")
        if not served.has("pdq"):
            print("this Milvus serves no hashes")
            return
        codes = np.array(arrays.pdq[choose.integers(0, count, queries)])
        for code in codes[::2]:
            bits = np.unpackbits(code)
            bits[choose.choice(256, 24, replace=False)] ^= 1
            code[:] = np.packbits(bits)
        index = served.hashes("pdq", arrays)
        shared("hashes", lambda: HashIndex(arrays.pdq).search(codes, 10), lambda: index.search(codes, 10))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--records", type=int, default=20_000)
    options.add_argument("--queries", type=int, default=500)
    options.add_argument("--uri")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        every = list(records(given.records))
        build_index(every, folder / "i", encoder=TopicEncoder())
        store = MilvusStore(given.uri or str(folder / "milvus.db"), alias="overlap")
        bundle = IndexBundle.open(folder / "i")
        begun = time.process_time()
        for sent in upload(bundle.folder, store, bundle.version, folder / "i"):
            print(f"{sent} after {time.process_time() - begun:.1f} CPU-s", flush=True)
        compare(bundle, IndexBundle.open(folder / "i", store=store), given.queries)
        changed = every[given.records // 100 :] + list(records(given.records + given.records // 100))[given.records :]
        build_index(changed, folder / "i", encoder=TopicEncoder())
        night = IndexBundle.open(folder / "i")
        begun = time.process_time()
        for sent in upload(night.folder, store, night.version, folder / "i"):
            print(f"next night: {sent} after {time.process_time() - begun:.1f} CPU-s", flush=True)
        compare_hashes(MilvusStore(store.uri, alias="overlap_hashes"), given.records, given.queries)


if __name__ == "__main__":
    main()
