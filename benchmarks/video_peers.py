"""The clips of `made_clips` through what others use: frame hashes a second, vPDQ's match share, Chromaprint, landmarks.

python -m benchmarks.video_peers --folder FOLDER

Each peer names the recordings that it finds and, by the offsets of what matched, the seconds that each stretch of the
clip plays; the edits are read off these stretches as they are off ours. Chromaprint is `fpcalc` (libchromaprint-tools).
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import imagehash
import numpy as np
import pdqhash
from PIL import Image

from benchmarks.made_clips import Clip, clips_of, recording_path
from benchmarks.made_video import KINDS
from benchmarks.video_edits import WHOLE, cpu
from provenance.alignment.time.edits import edits_of
from provenance.media.audio import samples_of, sound_blocks
from provenance.media.landmarks import (
    ASKED_DENSITY,
    ASKED_FAN,
    LANDMARK_FPS,
    STORED_DENSITY,
    STORED_FAN,
    joined,
    landmarks,
)
from provenance.model.media_alignment import MediaSegment, Track
from provenance.model.span import TimeSpan

#: Seconds of the record of each second-long row of the clip, of one recording; -1 where nothing matched.
Places = dict[int, np.ndarray]


@dataclass(frozen=True)
class Peer:
    """A matcher.

    Attributes:
        name: in the table.
        track: that it looks at or listens to.
        step: seconds between the rows that it describes.
        describe: rows of a file.
        near: which rows of a record each row of a clip may be: bool, shape (clip rows, record rows).
        share: of the rows of a clip that must match so that a recording counts as found.
        least: rows that must match, likewise.
    """

    name: str
    track: Track
    step: float
    describe: Callable[[Path], np.ndarray]
    near: Callable[[np.ndarray, np.ndarray], np.ndarray]
    share: float = 0.0
    least: int = 1


def frames(path: Path) -> list[np.ndarray]:
    """One frame a second."""
    found: list[np.ndarray] = []
    with av.open(str(path)) as source:
        for frame in source.decode(video=0):
            if frame.time >= len(found) - 1e-3:
                found.append(frame.to_ndarray(format="rgb24"))
    return found


def pdq(path: Path) -> np.ndarray:
    rows = []
    for pixels in frames(path):
        bits, quality = pdqhash.compute(pixels)
        rows.append(np.packbits(bits) if quality >= 50 else np.zeros(32, np.uint8))
    return np.stack(rows)


def hashed(make: Callable[[Image.Image], imagehash.ImageHash]) -> Callable[[Path], np.ndarray]:
    return lambda path: np.stack([np.packbits(make(Image.fromarray(p)).hash.ravel()) for p in frames(path)])


def within(most: int) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    def near(clip: np.ndarray, record: np.ndarray) -> np.ndarray:
        apart = np.bitwise_count(clip[:, None] ^ record[None]).sum(2)
        plain = ~clip.any(1)[:, None] | ~record.any(1)[None]  # no quality, no match
        return (apart <= most) & ~plain

    return near


def chromaprint(path: Path) -> np.ndarray:
    done = subprocess.run(["fpcalc", "-raw", "-length", "0", "-json", str(path)], check=True, capture_output=True)
    return np.array(json.loads(done.stdout)["fingerprint"], np.uint32)[:, None].view(np.uint8)


#: Seconds between items of Chromaprint's second algorithm, items compared at once (2 s), bits of 32 that may differ.
ITEM_S, WINDOW, BITS = 1365 / 11025, 16, 10


def chromaprint_near(clip: np.ndarray, record: np.ndarray) -> np.ndarray:
    apart = np.bitwise_count(clip[:, None] ^ record[None]).sum(2).astype(np.float32)
    near = np.zeros(apart.shape, np.bool_)
    for offset in range(-len(clip) + WINDOW, len(record) - WINDOW):
        line = np.diagonal(apart, offset)
        if len(line) < WINDOW:
            continue
        mean = np.convolve(line, np.ones(WINDOW) / WINDOW, "same")
        first = max(0, -offset)
        at = first + np.flatnonzero(mean <= BITS)
        near[at, at + offset] = True
    return near


def landmark_rows(path: Path, density: int, fan: int) -> tuple[np.ndarray, np.ndarray]:
    return landmarks(joined([block.peaks for block in sound_blocks(samples_of(path))]).densest(density), fan)


def runs(near: np.ndarray, step: float) -> np.ndarray:
    """Row of the record of each row of the clip: of the offsets that a row allows, the one that most rows allow."""
    rows, places = np.nonzero(near)
    votes = Counter((places - rows).tolist())
    out = np.full(len(near), -1)
    for row in range(len(near)):
        offsets = places[rows == row] - row
        if len(offsets):
            out[row] = row + max(offsets.tolist(), key=lambda each: votes[each])
    return out


def segments(places: np.ndarray, step: float, track: Track) -> list[MediaSegment]:
    """Stretches of at least two rows with one offset; neighbours differ by more than a row of rounding."""
    out: list[MediaSegment] = []
    start = 0
    rows = np.arange(len(places))
    offset = np.where(places < 0, -(10**6), places - rows)
    edges = [0, *(np.flatnonzero(np.abs(np.diff(offset)) > 1) + 1).tolist(), len(places)]
    for start, end in itertools.pairwise(edges):
        plays = places[start] >= 0 and end - start >= 2
        there = TimeSpan(places[start] * step, (places[start] + end - start) * step, "record") if plays else None
        here = TimeSpan(start * step, end * step, "clip")
        if out and out[-1].official is None and there is None:
            out[-1] = MediaSegment(track, TimeSpan(out[-1].clip.start_s, end * step, "clip"), None, 1.0, (), 0.0)
        else:
            out.append(MediaSegment(track, here, there, 1.0, (), 1.0 if plays else 0.0))
    return out


def looked_up(peer: Peer, clip: np.ndarray, records: Sequence[np.ndarray]) -> dict:
    """Recordings found, most matched first, and what the first one plays."""
    found = []
    for number, record in enumerate(records):
        near = peer.near(clip, record)
        matched = int(near.any(1).sum())
        if matched >= peer.least and matched >= peer.share * len(clip):
            found.append((matched, -number, near))
    found.sort(key=lambda each: each[:2], reverse=True)
    return {
        "recordings": [-number for _, number, _ in found],
        "segments": {-number: segments(runs(near, peer.step), peer.step, peer.track) for _, number, near in found},
    }


def landmark_near(clip: tuple, record: tuple) -> np.ndarray:
    """Half seconds of the clip and of the record that share landmarks at one of the five fullest offsets."""
    (hashes, at), (known, places) = clip, record
    order = np.argsort(known, kind="stable")
    known, places = known[order], places[order]
    low, high = np.searchsorted(known, hashes, "left"), np.searchsorted(known, hashes, "right")
    mine = np.repeat(at, high - low)
    other = places[np.concatenate([np.arange(a, b) for a, b in zip(low, high, strict=True)] or [[]]).astype(int)]
    half = LANDMARK_FPS // 2
    near = np.zeros((int(at.max(initial=0)) // half + 1, int(places.max(initial=0)) // half + 2), np.bool_)
    for offset, votes in Counter(((other - mine) // 3).tolist()).most_common(5):
        chosen = (other - mine) // 3 == offset
        if votes >= 5:
            near[mine[chosen] // half, np.minimum(other[chosen] // half, near.shape[1] - 1)] = True
    return near


PEERS = (
    Peer("PDQ ≤ 31, one frame a second", Track.PICTURE, 1.0, pdq, within(31)),
    Peer("vPDQ: half of the frames at PDQ ≤ 31", Track.PICTURE, 1.0, pdq, within(31), share=0.5),
    Peer("phash ≤ 8", Track.PICTURE, 1.0, hashed(imagehash.phash), within(8)),
    Peer("dhash ≤ 8", Track.PICTURE, 1.0, hashed(imagehash.dhash), within(8)),
    Peer("Chromaprint, 2 s at ≤ 10 of 32 bits", Track.SOUND, ITEM_S, chromaprint, chromaprint_near, least=WINDOW),
    Peer("landmarks (Wang 2003)", Track.SOUND, 0.5, Path, landmark_near, least=2),
)


def scored(peer: Peer, found: dict, clip: Clip) -> dict:
    """As plain numbers: found, first, placed within a second, other recordings, right edit, flagged."""
    mine = found["segments"].get(clip.recording)
    ops = [edit.op.value for edit in edits_of(mine)] if mine else ["none"]
    wanted = [op for op in clip.expected[peer.track.value] if op not in WHOLE]
    parts = clip.picture if peer.track is Track.PICTURE else clip.sound
    start = float(parts[0][0])
    played = [s for s in mine or () if s.official]
    return {
        "found": mine is not None,
        "placed": bool(played) and abs(played[0].official.start_s - played[0].clip.start_s - start) <= 1.0,
        "other": len(set(found["recordings"]) - {clip.recording, (clip.recording + 3) % len(KINDS)}) > 0,
        "right": ops == wanted,
        "flagged": mine is not None and bool(ops),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=90.0)
    parser.add_argument("--most", type=int, default=10**6, help="Clips that are looked up.")
    options = parser.parse_args()
    paths = [recording_path(options.folder, number, kind, options.seconds) for number, kind in enumerate(KINDS)]
    clips = clips_of(options.folder)[: options.most]
    for peer in PEERS:
        stored, asked = peer.describe, peer.describe
        if peer.near is landmark_near:
            stored = lambda path: landmark_rows(path, STORED_DENSITY, STORED_FAN)  # noqa: E731
            asked = lambda path: landmark_rows(path, ASKED_DENSITY, ASKED_FAN)  # noqa: E731
        records = [stored(path) for path in paths]
        edited, calm, spent = Counter(), Counter(), cpu()
        with (options.folder / f"peer-{peer.track.value}-{PEERS.index(peer)}.jsonl").open("w", encoding="utf-8") as out:
            for clip in clips:
                told = scored(peer, looked_up(peer, asked(options.folder / "clips" / clip.file), records), clip)
                (edited if clip.edited else calm).update({"clips": 1, **told})
                out.write(json.dumps({"file": clip.file, "edit": clip.edit, **told}) + "\n")
        spent = (cpu() - spent) / len(clips)
        both = edited + calm
        print(
            f"| {peer.name} | {peer.track.value} | {both['found']} | {both['placed']} | {both['other']} "
            f"| {edited['right']} / {edited['clips']} | {calm['flagged']} / {calm['clips']} | {spent:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
