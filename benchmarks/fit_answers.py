"""Fits the matrix that turns posts' vectors towards the fact-checks that answer them, and one for each of five folds.

usage: fit_answers.py INDEX:POSTS:QRELS --folds FILE [--out FILE]

Only a training half belongs here. Starts from half of the whitening of posts and records, and moves from there, so that
among all records of the index the right one gets the most of a soft-max (Adam, few steps: each further one learns the
training posts by heart). The matrices of the folds, none of which has seen the posts of its fold, are what
`fit_reranker_untold.py` judges these posts by. Deterministic: the same inputs give the same file.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from benchmarks.fit_reranker import FOLDS, answered
from provenance.encoders import open_encoder
from provenance.indexing.bundle import IndexBundle
from provenance.retrieval.answers import TABLE
from provenance.retrieval.post_means import distinct_part
from provenance.retrieval.post_view import view_of

#: Of the covariance so much of its mean is added in every direction; halves of posts and records.
SMOOTHED = 0.3
#: Chosen in folds of the training tweets (November 2026): after 4 passes MRR@5 is .413 in two of the folds and .748 are
#: in the first 100, after 8 .414 and .758, after 12 .416 and .761 (whitened alone .386, .702). In one fold, 8 passes
#: from a sharpness of 50: .435, with steps three times as large .416, with 32 dimensions instead of all .421. A weight
#: on what the matrix moved by changes nothing.
PASSES, TOGETHER, RATE = 12, 256, 1e-4
#: What likenesses are multiplied with before the soft-max; learnt, too, from here and at a rate of its own.
SHARPNESS, SHARPNESS_RATE = 190.0, 0.02


@dataclass(frozen=True)
class Asked:
    """Training posts and the records of their index.

    Attributes:
        posts: shape (n, dimension), vectors less what posts have in common.
        records: shape (rows, dimension), first vectors less their mean.
        right: shape (n,), of each post the row that answers it (the first one where there are several).
    """

    posts: np.ndarray
    records: np.ndarray
    right: np.ndarray

    @property
    def folds(self) -> np.ndarray:
        """Fold of each post: posts with the same right record go together."""
        _, number = np.unique(self.right, return_inverse=True)
        return np.random.default_rng(0).permutation(number.max() + 1)[number] % FOLDS


def read(index: str, posts: str, qrels: str) -> tuple[Asked, str]:
    """A training half, and the name of the encoder."""
    bundle = IndexBundle.open(Path(index))
    name = bundle.manifest.model.name
    found, good = answered(bundle, posts, qrels)
    vectors = open_encoder(name, cache=True).encode([view_of(post).text for post in found], query=True)
    every, counts = bundle.vectors.of_rows(np.arange(len(bundle)))
    records = every[np.cumsum(counts) - counts].astype(np.float32)
    right = np.array([good[post.id][0] for post in found])
    return Asked(distinct_part(vectors, name), records - records.mean(axis=0), right), name


def whitened(asked: Asked) -> np.ndarray:
    """Half of the whitening: what varies much in posts and records alike says little of either."""
    both = sum(cov / np.trace(cov) for cov in (np.cov(asked.posts.T), np.cov(asked.records[::4].T)))
    values, directions = np.linalg.eigh(both)
    usual = values.mean()
    scaled: np.ndarray = (directions * np.sqrt(usual / (values + SMOOTHED * usual))) @ directions.T
    return scaled.astype(np.float32)


def learnt(asked: Asked, start: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """The matrix of some posts, places in `asked`."""
    posts, records, right = (torch.from_numpy(each) for each in (asked.posts, asked.records, asked.right))
    matrix = torch.from_numpy(start.copy()).requires_grad_()
    sharpness = torch.tensor(np.log(SHARPNESS), dtype=torch.float32, requires_grad=True)
    steps = torch.optim.Adam([{"params": [matrix], "lr": RATE}, {"params": [sharpness], "lr": SHARPNESS_RATE}])
    for number in range(PASSES):
        order = np.random.default_rng(number).permutation(inside)
        for first in range(0, len(order), TOGETHER):
            part = order[first : first + TOGETHER]
            scores = (posts[part] @ matrix * sharpness.exp()) @ records.T
            steps.zero_grad()
            torch.nn.functional.cross_entropy(scores, right[part]).backward()
            steps.step()
    return matrix.detach().numpy()


def told(asked: Asked, matrix: np.ndarray, inside: np.ndarray) -> str:
    """How near the right record some posts come."""
    ranks = []
    for part in np.array_split(inside, max(1, len(inside) // TOGETHER)):
        scores = asked.posts[part] @ matrix @ asked.records.T
        ranks.append((scores > scores[np.arange(len(part)), asked.right[part]][:, None]).sum(axis=1))
    rank = np.concatenate(ranks)
    near, far = (float((rank < most).mean()) for most in (40, 100))
    return f"MRR@5 {np.where(rank < 5, 1 / (1 + rank), 0).mean():.4f}, first 40 / 100 {near:.3f} / {far:.3f}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("set", help="INDEX:POSTS:QRELS of a training half")
    arguments.add_argument("--folds", type=Path, required=True, help="where the matrices of the folds go")
    arguments.add_argument("--out", type=Path, default=Path("provenance/retrieval/tables") / TABLE)
    options = arguments.parse_args()
    torch.set_num_threads(1)
    asked, name = read(*options.set.split(":"))
    start, folds, every = whitened(asked), asked.folds, np.arange(len(asked.right))
    matrices = []
    for fold in range(FOLDS):
        unseen = every[folds == fold]
        matrices.append(learnt(asked, start, every[folds != fold]))
        for label, each in (("less the mean", np.eye(len(start))), ("whitened", start), ("learnt", matrices[-1])):
            print(f"fold {fold}, {label}: {told(asked, each.astype(np.float32), unseen)}", flush=True)
    np.savez(options.folds, folds=folds, matrices=np.array(matrices))
    np.savez_compressed(options.out, **{name: learnt(asked, start, every).astype(np.float16)})


if __name__ == "__main__":
    main()
