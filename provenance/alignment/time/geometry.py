"""Where the frame of a clip lies in that of a record: crops, insets, bars and mirrors, from matched key pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from provenance.indexing.pictures import PictureHit, PictureIndex
from provenance.media.video import SMALL_HEIGHT, SMALL_WIDTH, KeyPicture

#: Key pictures of the clip that are looked up, and hits of each.
_LOOKED_UP, _HITS = 10, 3
#: Frames of one shot agree on these four numbers within so much (shares of the frame).
_SAME = 0.05
#: Layouts that are tried in time; the best explained wins.
MOST = 4
#: Least rows and columns of the small frames in the common part.
_LEAST = 6


@dataclass(frozen=True, slots=True)
class Layout:
    """x of the record = `sx` · x of the clip + `tx`, likewise y, in shares of the frames, after the mirror.

    Attributes:
        edits: words of the transform.
        votes: sum of the similarities of the key pictures that agree.
    """

    sx: float
    tx: float
    sy: float
    ty: float
    mirrored: bool
    edits: tuple[str, ...]
    votes: float

    def parts(self) -> tuple[tuple[slice, slice], tuple[slice, slice]] | None:
        """Rows and columns of the common part, in small frames of the clip and of the record; None where it is tiny."""
        left, right = max(0.0, self.tx), min(1.0, self.tx + self.sx)
        top, bottom = max(0.0, self.ty), min(1.0, self.ty + self.sy)
        clip = (
            ((top - self.ty) / self.sy, (bottom - self.ty) / self.sy),
            ((left - self.tx) / self.sx, (right - self.tx) / self.sx),
        )
        here = _slice(*clip[0], SMALL_HEIGHT), _slice(*clip[1], SMALL_WIDTH)
        there = _slice(top, bottom, SMALL_HEIGHT), _slice(left, right, SMALL_WIDTH)
        if min(part.stop - part.start for part in (*here, *there)) < _LEAST:
            return None
        return here, there


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A key picture of the clip, a stored picture that shows part of it, and width and height of that one's file."""

    key: KeyPicture
    hit: PictureHit
    size: tuple[int, int]


def looked_up(keys: Sequence[KeyPicture], most: int = _LOOKED_UP) -> list[KeyPicture]:
    """The key pictures of a clip that are worth a search: evenly spread over it."""
    return [keys[at] for at in np.unique(np.linspace(0, len(keys) - 1, most).astype(int))] if keys else []


def seen_in(keys: Sequence[KeyPicture], record: PictureIndex, hits: int = _HITS) -> list[Seen]:
    """What an index of pictures shows of a clip."""
    return [Seen(key, hit, record.size(hit.key)) for key in looked_up(keys) for hit in record.search(key.pixels, hits)]


def layouts(seen: Iterable[Seen]) -> list[Layout]:
    """The likeliest layouts of a clip against a record: whole frames first, then those with most votes.

    A camera that pans shows its frames shifted against others of the same shot, as a crop would; and of a plain scene
    no key picture is found. Hence whole frames are always tried, as they are and mirrored.
    """
    found = list(_clusters([_layout(each.key, each.hit, each.size) for each in seen]))[:MOST]
    first = bool(found) and found[0].mirrored
    whole = [
        Layout(1.0, 0.0, 1.0, 0.0, mirrored, ("mirrored",) if mirrored else (), 0.0) for mirrored in (first, not first)
    ]
    return whole + [each for each in found if not any(_alike(each, other) for other in whole)]


def _layout(key: KeyPicture, hit: PictureHit, size: tuple[int, int]) -> Layout:
    width, height = size
    matrix = np.array(hit.match.transform.matrix).reshape(2, 3)
    mine, other = max(key.width, key.height), max(width, height)
    return Layout(
        sx=float(matrix[0, 0] * key.width / mine * other / width),
        tx=float(matrix[0, 2] * other / width),
        sy=float(matrix[1, 1] * key.height / mine * other / height),
        ty=float(matrix[1, 2] * other / height),
        mirrored=hit.match.transform.mirrored,
        edits=tuple(e for e in hit.match.transform.edits if e not in {"scaled", "rotated"}),
        votes=hit.match.similarity,
    )


def _clusters(seen: Iterable[Layout]) -> Iterator[Layout]:
    left = sorted(seen, key=lambda layout: -layout.votes)
    groups = []
    while left:
        head = left[0]
        alike = [layout for layout in left if _alike(head, layout)]
        left = [layout for layout in left if not _alike(head, layout)]
        sx, tx, sy, ty = np.median([(each.sx, each.tx, each.sy, each.ty) for each in alike], axis=0).tolist()
        groups.append(Layout(sx, tx, sy, ty, head.mirrored, head.edits, sum(each.votes for each in alike)))
    yield from sorted(groups, key=lambda layout: -layout.votes)


def _alike(one: Layout, other: Layout) -> bool:
    numbers = ((one.sx, other.sx), (one.tx, other.tx), (one.sy, other.sy), (one.ty, other.ty))
    return one.mirrored == other.mirrored and all(abs(a - b) < _SAME * max(1.0, abs(a)) for a, b in numbers)


def _slice(start: float, end: float, size: int) -> slice:
    first = int(np.clip(round(start * size), 0, size - 1))
    return slice(first, int(np.clip(round(end * size), first + 1, size)))
