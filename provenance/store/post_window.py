"""Posts of the last days, kept in a file between checks: what a flood that began yesterday is seen by.

One JSON object a line, a header first; no code is stored. The file is read, changed and put in its place while a lock
is held, so that two checks at a time do not lose each other's posts.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from provenance.errors import RecordError, UsageError, told_by
from provenance.model.post import Post
from provenance.store.aside import written_aside

WINDOW_SCHEMA = "provenance.window/1"
#: Posts that a file holds at most, the newest: about 60 MB of short posts. 2026-11.
MOST_POSTS = 200_000
#: Posts of other people are nobody else's business on a shared machine.
_MODE = 0o600


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A post and the record of each kind that was nearest to it: kind → id, bits."""

    post: Post
    nearest: Mapping[str, tuple[str, float]] = field(default_factory=dict, hash=False)

    def to_dict(self) -> dict[str, Any]:
        """As a line of the file holds it."""
        return {"post": self.post.to_dict(), "nearest": {kind: list(pair) for kind, pair in self.nearest.items()}}

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> KeptPost:
        """Read a line of the file."""
        nearest = {str(kind): (str(name), float(bits)) for kind, (name, bits) in row["nearest"].items()}
        return cls(Post.from_dict(row["post"]), nearest)


@dataclass(slots=True)
class PostWindow:
    """The posts in a file; what is put into `posts` is written when the file is left."""

    posts: list[KeptPost]


@contextmanager
def open_window(path: Path) -> Iterator[PostWindow]:
    """The posts of `path`, none where it is new. Others who open it wait; an error inside leaves it as it was.

    Raises:
        UsageError: it cannot be read or written, or holds something else.
    """
    if path.is_dir():
        raise UsageError(f"cannot keep posts in {path}: it is a folder; name a file")
    try:
        lock = path.with_name(f".{path.name}.lock").open("a")
    except OSError as error:
        raise UsageError(f"cannot keep posts in {path}: {told_by(error)}") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        window = PostWindow(_read(path) if path.exists() else [])
        yield window
        try:
            with written_aside(path, mode=_MODE) as aside, aside.open("w", encoding="utf-8") as file:
                file.writelines(_lines(window.posts))
        except OSError as error:
            raise UsageError(f"cannot write {path}: {told_by(error)}") from None


def _lines(posts: Iterable[KeptPost]) -> Iterator[str]:
    newest = sorted(posts, key=lambda each: (_moment(each.post), each.post.id))[-MOST_POSTS:]
    yield json.dumps({"schema": WINDOW_SCHEMA, "posts": len(newest)}) + "\n"
    for each in newest:
        yield json.dumps(each.to_dict(), ensure_ascii=False) + "\n"


def _moment(post: Post) -> float:
    return post.posted_at.start.timestamp() if post.posted_at else float("-inf")


def _read(path: Path) -> list[KeptPost]:
    try:
        with path.open(encoding="utf-8") as file:
            head = json.loads(file.readline() or "null")
            schema = head.get("schema") if isinstance(head, dict) else None
            if schema != WINDOW_SCHEMA:
                raise UsageError(f"{path} holds no posts of earlier checks ({WINDOW_SCHEMA}), but {schema!r}")
            posts = [KeptPost.from_dict(json.loads(line)) for line in file]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecordError) as error:
        raise UsageError(f"{path} is damaged: {error!r}; remove it, and the window begins anew") from None
    if len(posts) != head.get("posts"):
        raise UsageError(f"{path} is damaged: it ends early; remove it, and the window begins anew")
    return posts
