"""What the vectors of all posts have in common: the mean over posts, a table for each encoder.

usage: fit_post_means.py POSTS [POSTS …] [--encoder NAME …] [--out FILE]

Each POSTS is anything that `check` reads; the shipped table was made from provenance/sample/posts.jsonl. Deterministic.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from provenance.encoders import open_encoder
from provenance.encoders.registry import DEFAULT
from provenance.model.post import Post
from provenance.retrieval.post_means import TABLE
from provenance.retrieval.post_view import view_of
from provenance.sources import read_posts


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("posts", nargs="+", type=Path)
    arguments.add_argument("--encoder", nargs="+", default=[DEFAULT])
    arguments.add_argument("--out", type=Path, default=Path("provenance/retrieval/tables") / TABLE)
    options = arguments.parse_args()
    views = [view_of(post) for path in options.posts for post in read_posts(path) if isinstance(post, Post)]
    texts = [view.text for view in views if view.text]
    means = {
        name: open_encoder(name).encode(texts, query=True).mean(axis=0, dtype=np.float64).astype(np.float16)
        for name in options.encoder
    }
    np.savez(options.out, **means)
    print(len(texts), "posts,", ", ".join(f"{name}: length {np.linalg.norm(mean):.3f}" for name, mean in means.items()))


if __name__ == "__main__":
    main()
