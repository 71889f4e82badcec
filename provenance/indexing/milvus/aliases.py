"""Which collection a name means: that of the published version for everybody, and what goes with old versions."""

from __future__ import annotations

from typing import Any

from provenance.indexing.milvus.store import PARTS, MilvusStore, job_errors, moment_of


def point_aliases(store: MilvusStore, version: str) -> None:
    """Let the aliases of the published version name its collections, each in one step.

    Raises:
        JobError: Milvus refused.
    """
    client = store.connect()
    with job_errors(store):
        for part in PARTS:
            if not client.has_collection(store.at(version, part)):
                continue
            name = str(client.describe_alias(store.at(version, part))["collection_name"])
            known = client.has_collection(store.published(part))
            (client.alter_alias if known else client.create_alias)(collection_name=name, alias=store.published(part))
    client.close()


def is_served(store: MilvusStore, version: str) -> bool:
    """Whether a version is there.

    Raises:
        JobError: Milvus refused.
    """
    client = store.connect()
    with job_errors(store):
        found = bool(client.has_collection(store.at(version, "vectors")))
    client.close()
    return found


def forget_others(store: MilvusStore, versions: list[str]) -> list[str]:
    """Remove what only versions saw that are no more: their aliases, their rows, and collections that nobody reads.

    Returns:
        The names of the collections that were dropped.
    """
    client, dropped = store.connect(), []
    with job_errors(store):
        for part in PARTS:
            kept = {store.at(version, part): moment_of(version) for version in versions}
            for name in store.collections(client, part):
                aliases = aliases_of(client, name)
                for alias in (alias for alias in aliases if alias not in kept and alias != store.published(part)):
                    client.drop_alias(alias)
                moments = [kept[alias] for alias in aliases if alias in kept]
                if moments:
                    client.load_collection(name)
                    client.delete(name, filter=f"until <= {min(moments)} and until > 0")
                elif store.published(part) not in aliases:
                    drop(client, name)
                    dropped.append(name)
    client.close()
    return dropped


def aliases_of(client: Any, name: str) -> list[str]:
    """All aliases of a collection."""
    return [str(alias) for alias in client.list_aliases(name).get("aliases", ())]


def drop(client: Any, name: str) -> None:
    """Drop a collection with its aliases; one that is not there is no matter."""
    if client.has_collection(name):
        for alias in aliases_of(client, name):
            client.drop_alias(alias)
        client.drop_collection(name)
