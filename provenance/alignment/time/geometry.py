"""Where the frame of a clip lies in that of a record: crops, insets, bars and mirrors, from matched key pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from provenance.indexing.picture_store import PictureCollector, PictureKey
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
class Part:
    """Rows and columns of small frames, from and to, in fractions of pixels.

    A camera that pans moves by less than such a pixel in half a second: a part that is rounded to whole ones fits best
    at another second.
    """

    rows: tuple[float, float]
    columns: tuple[float, float]

    @classmethod
    def of(cls, rows: tuple[float, float], columns: tuple[float, float]) -> Part:
        """From shares of the frame."""
        return cls(
            (rows[0] * SMALL_HEIGHT, rows[1] * SMALL_HEIGHT), (columns[0] * SMALL_WIDTH, columns[1] * SMALL_WIDTH)
        )

    def of_frames(self, frames: npt.NDArray[np.uint8], width: int, height: int) -> npt.NDArray[np.float32]:
        """This part of every frame, float32, shape (n, height, width)."""
        across, down = (self.columns[1] - self.columns[0]) / width, (self.rows[1] - self.rows[0]) / height
        if (*self.rows, *self.columns) == (0.0, float(SMALL_HEIGHT), 0.0, float(SMALL_WIDTH)):
            made = [cv2.resize(each, (width, height), interpolation=cv2.INTER_AREA) for each in frames]
            return np.stack(made).astype(np.float32)
        # Twice as fine first: what one point of the grid stands for is up to three pixels wide.
        matrix = np.array(
            [[across / 2, 0, self.columns[0] + across / 4 - 0.5], [0, down / 2, self.rows[0] + down / 4 - 0.5]]
        )
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        finer = [
            cv2.warpAffine(
                each.astype(np.float32), matrix, (2 * width, 2 * height), flags=flags, borderMode=cv2.BORDER_REPLICATE
            )
            for each in frames
        ]
        fine = np.stack(finer).reshape(len(frames), height, 2, width, 2)
        return np.asarray(fine.mean((2, 4)), np.float32)


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

    def parts(self) -> tuple[Part, Part] | None:
        """The common part in small frames of the clip and of the record; None where it is tiny."""
        left, right = max(0.0, self.tx), min(1.0, self.tx + self.sx)
        top, bottom = max(0.0, self.ty), min(1.0, self.ty + self.sy)
        here = Part.of(
            ((top - self.ty) / self.sy, (bottom - self.ty) / self.sy),
            ((left - self.tx) / self.sx, (right - self.tx) / self.sx),
        )
        there = Part.of((top, bottom), (left, right))
        if min(high - low for part in (here, there) for low, high in (part.rows, part.columns)) < _LEAST:
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


def seen_beside(pairs: Iterable[tuple[KeyPicture, KeyPicture]], name: str) -> list[Seen]:
    """What pictures of a clip show of the pictures of a record that were taken at the same moment.

    A camera that moves shows the same things elsewhere a second later; a picture of another moment calls it a crop.
    """
    found: list[Seen] = []
    for mine, other in pairs:
        collector = PictureCollector()
        collector.add(PictureKey(name, name, other.second), other.pixels, (other.width, other.height))
        found += seen_in([mine], PictureIndex(collector.arrays()), 1)
    return found


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
