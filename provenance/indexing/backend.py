"""Where an index is served from: its own files, or Milvus, as the settings say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.config import Settings
from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.indexing.milvus.store import MilvusStore

_KNOWN = frozenset(("backend", "uri", "alias", "token_env"))


def store_of(settings: Settings) -> MilvusStore | None:
    """The store that the table `vectors` names; None means the index's own files.

    `backend = "milvus"` needs `uri`; `alias` begins the names there, `token_env` the environment variable that
    holds `user:password`.

    Raises:
        UsageError: the table names something else.
    """
    table = settings.sections.get("vectors", {})
    if unknown := set(table) - _KNOWN:
        raise UsageError(f"unknown settings vectors.{', vectors.'.join(sorted(unknown))}; known are {sorted(_KNOWN)}")
    backend = table.get("backend", "embedded")
    if backend == "embedded":
        return None
    if backend != "milvus" or not isinstance(table.get("uri"), str):
        raise UsageError(f'vectors.backend is "embedded", or "milvus" with a uri; got {backend!r} {table.get("uri")!r}')
    from provenance.indexing.milvus.store import MilvusStore

    token = os.environ.get(str(table["token_env"]), "") if "token_env" in table else ""
    return MilvusStore(table["uri"], alias=str(table.get("alias", "provenance")), token=token)
