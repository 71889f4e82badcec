"""What the vectors of all posts have in common, taken off before records are looked for by meaning.

Vectors of e5 lie in a narrow cone, and some records lie nearer than others to what every post has: they would stand
high for any post. What is left of a post's vector tells what it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np

from provenance.encoders.base import Vectors

#: Raise the number whenever the table changes; made by benchmarks/fit_post_means.py from the posts of the sample.
TABLE = "post-means-1.npz"

#: What of the mean is taken off. Of training tweets of factcheck_tweets_kazemi2022 whose fact-check is among 12,000 in
#: English, .63 find it among the nearest 20 with nothing off, .71 with .6 or .8 off, .70 with all (November 2026).
SHARE = np.float32(0.8)


def distinct_part(vectors: Vectors, encoder: str) -> Vectors:
    """Vectors of posts without what posts have in common; as they are where that is not known of an encoder.

    Args:
        vectors: shape (n, dimension).
        encoder: its name.
    """
    mean = _means().get(encoder)
    return vectors if mean is None else vectors - SHARE * mean


@cache
def _means() -> Mapping[str, Vectors]:
    with (files("provenance.retrieval") / "tables" / TABLE).open("rb") as file, np.load(file) as found:
        return {name: found[name].astype(np.float32) for name in found.files}
