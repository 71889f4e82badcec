"""The picture of a clip laid against the picture of a recording: geometry first, then time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from provenance.alignment.time.clock import Clock, Window
from provenance.alignment.time.fine import refined
from provenance.alignment.time.geometry import Layout, Seen, layouts, seen_in
from provenance.alignment.time.pieces import Piece, Rules, pieces, voted_offsets
from provenance.alignment.time.regained import regained
from provenance.errors import RecordError
from provenance.indexing.picture_store import PictureCollector, PictureKey
from provenance.indexing.pictures import PictureIndex
from provenance.media.limits import MediaLimits
from provenance.media.video import PICTURE_FPS, SMALL_HEIGHT, SMALL_WIDTH, KeyPicture, SmallFrame, read_parts
from provenance.model.media_alignment import MediaSegment, Track
from provenance.model.span import TimeSpan

Floats = npt.NDArray[np.float32]

#: Speeds that are tried when the plain one explains too little, what another must explain more, and what suffices.
SPEEDS = (1.0, 1.25, 1.5, 2.0, 0.8)
_SPEED_GAIN, _EXPLAINED = 1.12, 0.75
#: What a further layout must explain more, and the share of the clip from which on no further one is tried.
_LAYOUT_GAIN, _ALL_EXPLAINED = 1.08, 0.9
#: Size of the common part when frames are compared.
_WIDTH, _HEIGHT = 24, 14
#: Frames between the two whose difference is the motion, and the weight of the motion; squares add up to one.
_LAG, _MOTION = 3, 0.8
#: Grey levels of motion below which a picture stands still, and from which on it moves; means of so many frames, and
#: for how many it must stand still. Drawn speakers move by 1.3 and more, slow pans over plain scenes by 0.45 (2026-11).
_STILL, _LIVELY, _STEADY, _STILL_ROWS = 0.5, 1.0, 5, 25
#: Empty frames between two parts of a record.
_BETWEEN = 25
_WHOLE = Clock.whole(PICTURE_FPS)
#: Key pictures of a clip that are kept; of longer clips every second, every fourth … one.
_MOST_KEYS = 64
#: Grey levels of motion that is mere noise, and of motion that counts fully.
_NOISE, _FULL = 0.5, 4.0
#: Set by hand from the scores of a prototype and the made-up recordings of the tests; not benchmarked (2026-11).
RULES = Rules(
    fps=PICTURE_FPS,
    pool=2,
    window=12,
    hop=3,
    least_vote=0.4,
    worth=0.55,
    smooth=3,
    jump=2.5,
    long_s=3.0,
    short_s=0.8,
    floor_long=0.58,
    floor_short=0.75,
    relative=0.8,
    least_s=0.3,
    alone_s=1.0,
)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """The picture of a recording in memory.

    Attributes:
        frames: uint8, shape (n, height, width), `PICTURE_FPS` a second.
        keys: its key pictures, empty where they went into `index`.
        index: its key pictures (of a record), searchable.
        clock: the seconds that its frames stand for, where only parts were read.
    """

    frames: npt.NDArray[np.uint8]
    keys: list[KeyPicture]
    index: PictureIndex | None = None
    clock: Clock = _WHOLE

    @property
    def seconds(self) -> float:
        """Length."""
        return len(self.frames) / PICTURE_FPS


def clip_picture(blocks: Iterable[SmallFrame | KeyPicture]) -> Picture | None:
    """Take in a clip, its key pictures in memory; None where there is nothing to see."""
    frames: list[npt.NDArray[np.uint8]] = []
    keys: list[KeyPicture] = []
    step = passed = 0
    for block in blocks:
        if isinstance(block, SmallFrame):
            frames.append(block.grey)
            continue
        if passed % (1 << step) == 0:
            keys.append(block)
        passed += 1
        if len(keys) > _MOST_KEYS:
            keys, step = keys[::2], step + 1
    return Picture(np.stack(frames), keys) if frames else None


def record_picture(blocks: Iterable[SmallFrame | KeyPicture], name: str) -> Picture | None:
    """Take in a record; its key pictures are indexed one by one, so that memory does not grow with their pixels."""
    frames, collector = [], PictureCollector()
    for block in blocks:
        if isinstance(block, SmallFrame):
            frames.append(block.grey)
        else:
            collector.add(PictureKey(name, name, block.second), block.pixels, (block.width, block.height))
    return Picture(np.stack(frames), [], PictureIndex(collector.arrays())) if frames else None


def part_picture(path: Path, parts: Sequence[Window], limits: MediaLimits, at: Sequence[float] = ()) -> Picture:
    """Take in parts of a record, in the order of time; nothing between them plays anything of a clip.

    Args:
        path: of the record.
        parts: from and to, in seconds.
        limits: of decoding.
        at: seconds in these parts whose frames are kept as key pictures.

    Raises:
        RecordError: no recording, no picture, or undecodable; `code` says which.
    """
    frames: list[npt.NDArray[np.uint8]] = []
    keys: list[KeyPicture] = []
    rows, seconds, ends = [], [], [end for _, end in parts]
    part = -1
    for each in read_parts(path, parts, limits, at=at):
        if isinstance(each, KeyPicture):
            keys.append(each)
            continue
        here = bisect_right(ends, each.second)
        if here != part:
            frames += [np.zeros((SMALL_HEIGHT, SMALL_WIDTH), np.uint8)] * (_BETWEEN if frames else 0)
            rows.append(len(frames))
            seconds.append(each.second)
            part = here
        frames.append(each.grey)
    if not rows:
        raise RecordError(f"{path.name} holds no frame that can be decoded", path="$.media", code="undecodable-media")
    return Picture(np.stack(frames), keys, None, Clock(tuple(rows), tuple(seconds), PICTURE_FPS))


def align_picture(
    clip: Picture,
    official: Picture,
    *,
    clip_name: str,
    official_name: str,
    seen: Sequence[Seen] | None = None,
    speeds: Sequence[float] = SPEEDS,
    heard: Sequence[MediaSegment] = (),
) -> list[MediaSegment]:
    """Segments that cover the clip, each with its seconds of the record or none.

    Args:
        clip: with its key pictures.
        official: whole or in parts.
        clip_name: of the spans.
        official_name: of the spans.
        seen: key pictures of the clip found in the record; None means to look them up in its own index.
        speeds: that are tried, the plain one first.
        heard: segments of the sound that play the record: the picture is sought there, too.
    """
    best: tuple[float, float, Layout, list[Piece]] | None = None
    if seen is None:
        seen = seen_in(clip.keys, official.index) if official.index is not None else []
    tried = layouts(seen)
    for speed in speeds:
        for layout in tried:
            found, total, explained = _laid(clip, official, layout, speed, heard)
            if best is None or total > best[0] * (_SPEED_GAIN if speed != best[1] else _LAYOUT_GAIN):
                best = (total, speed, layout, found)
            if explained >= _ALL_EXPLAINED:
                break
        if best is not None and _explained(best[3]) >= _EXPLAINED:
            break
    if best is None:
        whole = TimeSpan(0.0, round(clip.seconds, 3), clip_name)
        return [MediaSegment(Track.PICTURE, whole, None, 1.0, (), 0.0)]
    return [_segment(piece, best[1], best[2], clip_name, official_name, official.clock) for piece in best[3]]


def _laid(
    clip: Picture, official: Picture, layout: Layout, speed: float, heard: Sequence[MediaSegment] = ()
) -> tuple[list[Piece], float, float]:
    """Pieces under one layout and speed, the similarity explained a second, and the share of the clip explained."""
    parts = layout.parts()
    if parts is None:
        return [Piece(0, len(clip.frames), None, 0.0)], 0.0, 0.0
    here, there = parts
    frames = clip.frames[:, :, ::-1] if layout.mirrored else clip.frames
    mine, other = (part.of_frames(each, _WIDTH, _HEIGHT) for part, each in ((here, frames), (there, official.frames)))
    timed = mine if speed == 1.0 else _stretched(mine, speed)
    rows, activity = _rows(timed)
    record = _rows(other)[0]
    sounds = list(_heard_at(heard, speed, official.clock))
    voted = voted_offsets(rows, record, RULES)
    offsets = sounds + [each for each in voted if all(abs(each - known) > 1 for known in sounds)]
    found, total = pieces(rows, activity, record, RULES, offsets)
    found, back = regained(found, timed, other, offsets)
    total += sum((piece.score - RULES.worth) * float(activity[piece.start : piece.end].sum()) for piece in back)
    found = refined(found, timed, other, offsets, sounds)
    return found, total / speed, _explained(found)


def _heard_at(heard: Sequence[MediaSegment], speed: float, clock: Clock) -> Iterator[int]:
    """Offsets of the sound in frames of the picture, the longest played first."""
    known: list[int] = []
    for segment in sorted(heard, key=lambda each: each.clip.start_s - each.clip.end_s):
        if segment.official is None or segment.speed != speed:
            continue
        row = clock.row(segment.official.start_s)
        offset = None if row is None else row - round(segment.clip.start_s * speed * PICTURE_FPS)
        if offset is not None and all(abs(offset - each) > 1 for each in known):
            known.append(offset)
            yield offset


def _explained(found: Sequence[Piece]) -> float:
    return sum(piece.end - piece.start for piece in found if piece.offset is not None) / max(1, found[-1].end)


def _segment(
    piece: Piece, speed: float, layout: Layout, clip_name: str, official_name: str, clock: Clock
) -> MediaSegment:
    start, end = piece.start / PICTURE_FPS, piece.end / PICTURE_FPS
    there = None
    if piece.offset is not None:
        there = TimeSpan(*clock.span(piece.start + piece.offset, piece.end + piece.offset), official_name)
    here = TimeSpan(round(start / speed, 3), round(end / speed, 3), clip_name)
    edits = layout.edits if there is not None else ()
    return MediaSegment(Track.PICTURE, here, there, speed, edits, round(piece.score, 3))


def _rows(frames: Floats) -> tuple[Floats, Floats]:
    """Look and motion of each frame as one row of about unit length, and what the frame counts for."""
    look = frames - frames.mean((1, 2), keepdims=True)
    motion = np.zeros_like(frames)
    motion[_LAG:] = frames[_LAG:] - frames[:-_LAG]
    motion -= motion.mean((1, 2), keepdims=True)
    moved = np.sqrt((motion**2).mean((1, 2)))
    flat_look, flat_motion = look.reshape(len(frames), -1), motion.reshape(len(frames), -1)
    flat_look = flat_look / (np.linalg.norm(flat_look, axis=1, keepdims=True) + 1e-6)
    noise = _NOISE * np.sqrt(flat_motion.shape[1])
    flat_motion = flat_motion / (np.linalg.norm(flat_motion, axis=1, keepdims=True) + noise)
    # Where nothing moves for seconds (a slide, a slow pan over a plain sky) motion is noise, and the look alone counts.
    lively = maximum_filter1d(uniform_filter1d(moved, _STEADY), _STILL_ROWS)
    share = _MOTION * np.clip((lively - _STILL) / (_LIVELY - _STILL), 0, 1)[:, None]
    rows = np.concatenate([np.sqrt(1 - share**2) * flat_look, share * flat_motion], axis=1)
    return rows.astype(np.float32), np.clip(moved / _FULL, 0.15, 1).astype(np.float32)


def _stretched(frames: Floats, speed: float) -> Floats:
    at = np.arange(int(len(frames) * speed)) / speed
    low = np.clip(at.astype(np.int64), 0, max(0, len(frames) - 2))
    share = (at - low).astype(np.float32)[:, None, None]
    return frames[low] * (1 - share) + frames[np.minimum(low + 1, len(frames) - 1)] * share
