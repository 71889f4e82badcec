"""Peak memory of `match` beyond the model: the same posts encoded alone, and matched, each in a process of its own.

usage: python benchmarks/match_memory.py --index INDEX --from POSTS [--posts 256] [--k 100]

Every record of every ranking is read, as an output would. The peak is the resident set that the system reports for the
process (`ru_maxrss`), mapped files included; the difference of the two peaks is what the index and the matching add.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from itertools import islice
from pathlib import Path

from provenance.model.post import Post
from provenance.sources import read_posts


def posts_of(given: argparse.Namespace) -> list[Post]:
    return [post for post in islice(read_posts(str(given.source)), given.posts) if isinstance(post, Post)]


def encode(given: argparse.Namespace) -> None:
    from provenance.encoders import open_encoder
    from provenance.retrieval.post_view import view_of

    views = [view_of(post) for post in posts_of(given)]
    open_encoder().encode([text for view in views for text in (view.text, *view.windows)], query=True)


def match(given: argparse.Namespace) -> None:
    from provenance.checker import Checker

    read = 0
    for _, hits in Checker.open(given.index).match(posts_of(given), k=given.k):
        read += sum(1 for hit in hits if hit.evidence.id)
    print(f"{read} records read", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--index", type=Path, required=True)
    options.add_argument("--from", dest="source", type=Path, required=True)
    options.add_argument("--posts", type=int, default=256)
    options.add_argument("--k", type=int, default=100)
    options.add_argument("--only", choices=("encode", "match"))
    given = options.parse_args()
    if given.only:
        (encode if given.only == "encode" else match)(given)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return
    peaks = {}
    for part in ("encode", "match"):
        done = subprocess.run(
            [sys.executable, __file__, *sys.argv[1:], "--only", part], check=True, capture_output=True, text=True
        )
        peaks[part] = int(done.stdout.split()[-1]) / 1024
        print(f"{part:8} {peaks[part]:7.0f} MB at its peak", flush=True)
    print(f"beyond the model {peaks['match'] - peaks['encode']:.0f} MB")


if __name__ == "__main__":
    main()
