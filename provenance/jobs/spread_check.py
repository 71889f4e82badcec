"""A check whose batches are examined by the workers of a cluster, each with the same version of the index open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.checker import Checker, ExamineAll, Examined
from provenance.cluster import Cluster
from provenance.config import Settings

if TYPE_CHECKING:
    from provenance.indexing.base import Filter
    from provenance.model.post import Post


def spread(checker: Checker, cluster: Cluster) -> ExamineAll:
    """What `Checker.check` takes as `examine`.

    The workers open the version that `checker` has open, under the same path: it has to lie where all machines see it,
    and the posts' media too.
    """

    def examine(
        batches: Iterable[Sequence[Post]], patterns: tuple[str, ...] | None, where: Filter | None
    ) -> Iterator[Examined]:
        folder = str(checker.index_folder.resolve())
        return cluster.map(_examine, ((folder, checker.settings, list(posts), patterns, where) for posts in batches))

    return examine


def _examine(
    folder: str, settings: Settings, posts: list[Post], patterns: tuple[str, ...] | None, where: Filter | None
) -> Examined:
    """What a worker does."""
    return _opened(folder, settings).examine(posts, patterns, where)


@lru_cache(maxsize=1)
def _opened(folder: str, settings: Settings) -> Checker:
    return Checker.open(Path(folder), settings=settings)
