"""A million records on one machine: build, open, first check, memory, and recall against exact search.

python -m benchmarks.million build FOLDER --records 1000000
python -m benchmarks.million check FOLDER --posts 100 [--cold]
python -m benchmarks.million recall FOLDER --queries 500

`check` is to be run by itself: it reports its own process, from `Checker.open` to the report. `--cold` first asks the
system to forget the files, so that everything comes from the disk.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import resource
import time
from datetime import timedelta
from pathlib import Path

import numpy as np

import provenance
from benchmarks.synthetic import DAYS, LAST_DAY, TopicEncoder, posts, records

_BLOCK = 65_536


def _memory() -> str:
    """Peak, and what of the present is private and what is mapped files, MB."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    anonymous, mapped = (int(status[name].split()[0]) / 1000 for name in ("RssAnon", "RssFile"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1.024 / 1000
    return f"peak {peak:.0f} MB, now {anonymous:.0f} MB private and {mapped:.0f} MB of mapped files"


def build(folder: Path, count: int) -> None:
    from provenance.jobs.build import build_index

    begun, cpu = time.monotonic(), time.process_time()

    def say(done: int) -> None:
        if done % 100_000 == 0:
            print(f"{done:,} records after {time.process_time() - cpu:.0f} CPU-s; {_memory()}", flush=True)

    report = build_index(records(count), folder, encoder=TopicEncoder(), progress=say)
    size = sum(path.stat().st_size for path in report.folder.rglob("*") if path.is_file())
    print(f"{report.records:,} records, {report.vectors:,} vectors, {size / 1e9:.2f} GB")
    print(f"{time.process_time() - cpu:.0f} CPU-s, {time.monotonic() - begun:.0f} s; {_memory()}")
    for path in sorted(report.folder.iterdir()):
        parts = [path] if path.is_file() else list(path.rglob("*"))
        print(f"  {path.name:20} {sum(part.stat().st_size for part in parts) / 1e6:9.1f} MB")


def forget(folder: Path) -> None:
    """Let the page cache forget the files of an index."""
    os.sync()
    for path in folder.rglob("*"):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)


def check(folder: Path, count: int, *, cold: bool) -> None:
    # Compiled as an installation leaves it: where Python may not write, a checkout is compiled anew each time (.1 s).
    compileall.compile_dir(str(Path(provenance.__file__).parent), quiet=1)
    from provenance.checker import Checker
    from provenance.cli.opening import collect_seldom
    from provenance.indexing.bundle import version_folder
    from provenance.indexing.manifest import Manifest

    of = Manifest.read(version_folder(folder)).counts["records"]
    asked = posts(count, of)
    if cold:
        forget(folder)
    encoder = TopicEncoder()
    encoder.encode([post.text for post in asked[:1]])  # the model is loaded
    print(f"before: {_memory()}")
    begun, cpu = time.monotonic(), time.process_time()
    checker = Checker.open(folder, encoder=encoder)
    collect_seldom()  # as `provenance check` does
    opened = time.monotonic()
    report = checker.check(asked)
    ended = time.monotonic()
    print(f"open {opened - begun:.2f} s, first check of {len(asked)} posts {ended - opened:.2f} s")
    print(f"together {ended - begun:.2f} s, {time.process_time() - cpu:.2f} CPU-s; {_memory()}")
    told = sum(finding.post_id.startswith("again-") for finding in report.findings)
    print(f"{len(report.findings)} findings, {told} of them on re-tellings; {len(report.skipped)} skipped")
    begun, cpu = time.monotonic(), time.process_time()
    checker.check(asked)
    print(f"again {time.monotonic() - begun:.2f} s, {time.process_time() - cpu:.2f} CPU-s; {_memory()}")


def recall(folder: Path, count: int) -> None:
    from provenance.indexing.base import Filter, best
    from provenance.indexing.bundle import IndexBundle

    bundle = IndexBundle.open(folder, verify=False)
    queries = TopicEncoder().encode([post.text for post in posts(count, len(bundle))])
    narrow = Filter(published_from=LAST_DAY - timedelta(days=DAYS // 20))
    stored = np.load(bundle.folder / "vectors" / "vectors.npy", mmap_mode="r")
    owners = np.load(bundle.folder / "vectors" / "owners.npy", mmap_mode="r")
    near = np.full((len(queries), len(bundle)), -np.inf, np.float32)
    for start in range(0, len(stored), _BLOCK):
        products = queries @ stored[start : start + _BLOCK].astype(np.float32).T
        of = owners[start : start + _BLOCK]
        first = np.flatnonzero(np.concatenate([[True], of[1:] != of[:-1]]))
        rows = of[first]
        near[:, rows] = np.maximum(near[:, rows], np.maximum.reduceat(products, first, axis=1))
    for name, where in (("all", None), ("5 % by date", narrow)):
        allowed = bundle.allowed(where)
        share = 1.0 if allowed is None else float(allowed.mean())
        cpu = time.process_time()
        found = bundle.vectors.search(queries, 10, allowed=allowed)
        spent = time.process_time() - cpu
        rows = np.arange(len(bundle)) if allowed is None else np.flatnonzero(allowed)
        exact = [best(rows, line[rows], 10) for line in near]
        hits = [len(set(a.rows.tolist()) & set(b.rows.tolist())) / 10 for a, b in zip(found, exact, strict=True)]
        line = {"filter": name, "share": round(share, 4), "recall@10": round(float(np.mean(hits)), 4)}
        print(json.dumps({**line, "worst": min(hits), "CPU-ms a query": round(1000 * spent / len(queries), 2)}))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("what", choices=("build", "check", "recall"))
    options.add_argument("folder", type=Path)
    options.add_argument("--records", type=int, default=1_000_000)
    options.add_argument("--posts", type=int, default=100)
    options.add_argument("--queries", type=int, default=500)
    options.add_argument("--cold", action="store_true")
    given = options.parse_args()
    if given.what == "build":
        build(given.folder, given.records)
    elif given.what == "check":
        check(given.folder, given.posts, cold=given.cold)
    else:
        recall(given.folder, given.queries)


if __name__ == "__main__":
    main()
