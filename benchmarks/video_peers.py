"""The clips of `made_clips` through what others use: frame hashes a second, vPDQ's match share, Chromaprint, landmarks.

python -m benchmarks.video_peers --folder FOLDER

What is found of each clip is written down at once, so that a stopped run goes on.

Each peer names the recordings that it finds and, by the offsets of what matched, the seconds that each stretch of the
clip plays; the edits are read off these stretches as they are off ours. Chromaprint is `fpcalc` (libchromaprint-tools).
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True)
class Peer:
    """A matcher.

    Attributes:
        name: in the table.
        track: that it looks at or listens to.
        step: seconds between the rows that it describes.
        describe: rows of a file, out of its frames (one a second) or its path.
        near: which rows of a record each row of a clip may be: bool, shape (clip rows, record rows).
        share: of the rows of a clip that must match so that a recording counts as found.
        least: rows that must match, likewise.
    """

    name: str
    track: Track
    step: float
    describe: Callable
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


def pdq(shown: list[np.ndarray]) -> np.ndarray:
    rows = []
    for pixels in shown:
        bits, quality = pdqhash.compute(pixels)
        rows.append(np.packbits(bits) if quality >= 50 else np.zeros(32, np.uint8))
    return np.stack(rows)


def hashed(make: Callable[[Image.Image], imagehash.ImageHash]) -> Callable[[list[np.ndarray]], np.ndarray]:
    return lambda shown: np.stack([np.packbits(make(Image.fromarray(each)).hash.ravel()) for each in shown])


def within(most: int) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    def near(clip: np.ndarray, record: np.ndarray) -> np.ndarray:
        apart = np.bitwise_count(clip[:, None] ^ record[None]).sum(2)
        plain = ~clip.any(1)[:, None] | ~record.any(1)[None]  # no quality, no match
        return (apart <= most) & ~plain

    return near


def chromaprint(path: Path) -> np.ndarray:
    done = subprocess.run(
        ["fpcalc", "-raw", "-length", "0", "-ignore-errors", "-json", str(path)], check=True, capture_output=True
    )
    return np.array(json.loads(done.stdout)["fingerprint"], np.uint32)[:, None].view(np.uint8)


#: Seconds between items of Chromaprint's second algorithm, items compared at once (3 s), bits of 32 that may differ.
ITEM_S, WINDOW, BITS = 1365 / 11025, 24, 10


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


def landmark_rows(path: Path) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """As they are asked for and as they are stored."""
    peaks = joined([block.peaks for block in sound_blocks(samples_of(path))])
    return landmarks(peaks.densest(ASKED_DENSITY), ASKED_FAN), landmarks(peaks.densest(STORED_DENSITY), STORED_FAN)


def runs(near: np.ndarray) -> np.ndarray:
    """Row of the record of each row of the clip: of the offsets that a row allows, the one that most rows allow."""
    rows, places = np.nonzero(near)
    votes = Counter((places - rows).tolist())
    out = np.full(len(near), -1)
    for row in range(len(near)):
        offsets = places[rows == row] - row
        if len(offsets):
            out[row] = row + max(offsets.tolist(), key=lambda each: votes[each])
    return out


def bridged(places: np.ndarray, most: int) -> np.ndarray:
    """Gaps of at most so many rows closed; stretches of one offset that are shorter count as gaps."""
    rows = np.arange(len(places))
    offset = _closed(np.where(places < 0, GAP, places - rows), most, same=True)
    for start, end in pairwise(_edges(offset)):
        if end - start < min(most, len(places)):
            offset[start:end] = GAP
    offset = _closed(offset, most, same=False)
    return np.where(offset == GAP, -1, offset + rows)


def _closed(offset: np.ndarray, most: int, *, same: bool) -> np.ndarray:
    """Gaps filled from both sides, where these have one offset or anywhere, and at the ends."""
    known = np.flatnonzero(offset != GAP).tolist()
    if known and known[0] <= most:
        offset[: known[0]] = offset[known[0]]
    if known and len(offset) - known[-1] <= most + 1:
        offset[known[-1] :] = offset[known[-1]]
    for before, after in pairwise(known):
        if 1 < after - before <= most + 1 and (not same or abs(offset[before] - offset[after]) <= 1):
            middle = (before + after + 1) // 2
            offset[before:middle], offset[middle:after] = offset[before], offset[after]
    return offset


#: The offset of rows that match nothing.
GAP = -(10**6)


def _edges(offset: np.ndarray) -> list[int]:
    """Where offsets change by more than a row of rounding."""
    return [0, *(np.flatnonzero(np.abs(np.diff(offset)) > 1) + 1).tolist(), len(offset)]


def segments(places: np.ndarray, step: float, track: Track) -> list[MediaSegment]:
    """Stretches with one offset, gaps and stretches below two seconds (or two rows) closed."""
    out: list[MediaSegment] = []
    filled = bridged(places, max(2, round(2.0 / step)))
    for start, end in pairwise(_edges(np.where(filled < 0, GAP, filled - np.arange(len(filled))))):
        plays = filled[start] >= 0
        there = TimeSpan(filled[start] * step, (filled[start] + end - start) * step, "record") if plays else None
        here = TimeSpan(start * step, end * step, "clip")
        out.append(MediaSegment(track, here, there, 1.0, (), 1.0 if plays else 0.0))
    return out


def looked_up(peer: Peer, clip: np.ndarray, records: Sequence[np.ndarray]) -> dict:
    """Recordings found, most matched first, and what the first one plays."""
    found = []
    for number, record in enumerate(records):
        near = peer.near(clip, record)
        matched = int(near.any(1).sum())
        if matched >= peer.least and matched >= peer.share * len(near):
            found.append((matched, -number, near))
    found.sort(key=lambda each: each[:2], reverse=True)
    return {
        "recordings": [-number for _, number, _ in found],
        "segments": {-number: segments(runs(near), peer.step, peer.track) for _, number, near in found},
    }


#: Landmark frames of a row.
TENTH = LANDMARK_FPS // 10


def landmark_near(clip: tuple, record: tuple) -> np.ndarray:
    """Tenths of seconds of the clip and of the record that share landmarks at one of the five fullest offsets."""
    (hashes, at), (known, places) = clip[0], record[1]
    order = np.argsort(known, kind="stable")
    known, places = known[order], places[order]
    low, high = np.searchsorted(known, hashes, "left"), np.searchsorted(known, hashes, "right")
    mine = np.repeat(at, high - low)
    other = places[np.concatenate([np.arange(a, b) for a, b in zip(low, high, strict=True)] or [[]]).astype(int)]
    near = np.zeros((int(at.max(initial=0)) // TENTH + 1, int(places.max(initial=0)) // TENTH + 2), np.bool_)
    for offset, votes in Counter(((other - mine) // 3).tolist()).most_common(5):
        chosen = (other - mine) // 3 == offset
        if votes >= 5:
            near[mine[chosen] // TENTH, np.minimum(other[chosen] // TENTH, near.shape[1] - 1)] = True
    return near


PEERS = (
    Peer("PDQ ≤ 31, one frame a second", Track.PICTURE, 1.0, pdq, within(31)),
    Peer("vPDQ: half of the frames at PDQ ≤ 31", Track.PICTURE, 1.0, pdq, within(31), share=0.5),
    Peer("phash ≤ 8", Track.PICTURE, 1.0, hashed(imagehash.phash), within(8)),
    Peer("dhash ≤ 8", Track.PICTURE, 1.0, hashed(imagehash.dhash), within(8)),
    Peer("Chromaprint, 3 s at ≤ 10 of 32 bits", Track.SOUND, ITEM_S, chromaprint, chromaprint_near, least=WINDOW),
    Peer("landmarks (Wang 2003)", Track.SOUND, 0.1, landmark_rows, landmark_near, least=5),
)


def scored(peer: Peer, found: dict, clip: Clip) -> dict:
    """Found, placed within a second, others named, right edit, flagged, and errors of boundaries in seconds."""
    mine = found["segments"].get(clip.recording)
    edits = list(edits_of(mine)) if mine else []
    ops = [edit.op.value for edit in edits] if mine else ["none"]
    wanted = [op for op in clip.expected[peer.track.value] if op not in WHOLE]
    parts = clip.picture if peer.track is Track.PICTURE else clip.sound
    start = float(parts[0][0])
    played = [each for each in mine or () if each.official]
    shift = float(played[0].official.start_s - played[0].clip.start_s) if played else float("inf")
    return {
        "found": mine is not None,
        "placed": abs(shift - start) <= 1.0,
        "other": len(set(found["recordings"]) - {clip.recording, (clip.recording + 3) % len(KINDS)}) > 0,
        "right": ops == wanted,
        "flagged": mine is not None and bool(ops),
        "errors": [
            round(abs(end - at), 3)
            for edit in (edits if ops == wanted else ())
            for end, at in zip((edit.clip.start_s, edit.clip.end_s), clip.at, strict=False)
        ],
    }


def described(path: Path) -> tuple[dict[Callable, Any], dict[Callable, float]]:
    """What each peer makes of a file, by its function, and the CPU seconds that it takes, decoding included."""
    rows, spent = {}, {}
    start = cpu()
    shown = frames(path)
    decoding = cpu() - start
    for make, track in {peer.describe: peer.track for peer in PEERS}.items():
        start = cpu()
        rows[make] = make(shown if track is Track.PICTURE else path)
        spent[make] = cpu() - start + (decoding if track is Track.PICTURE else 0.0)
    return rows, spent


def asked(path: Path, clip: Clip, records: list[dict[Callable, Any]]) -> dict:
    """What each peer tells of a clip."""
    rows, spent = described(path)
    told = {}
    for peer in PEERS:
        start = cpu()
        found = looked_up(peer, rows[peer.describe], [record[peer.describe] for record in records])
        told[peer.name] = {**scored(peer, found, clip), "cpu": round(spent[peer.describe] + cpu() - start, 3)}
    return {"file": clip.file, "told": told}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=90.0)
    parser.add_argument("--most", type=int, default=10**6, help="Clips that are looked up.")
    parser.add_argument("--label", default="peers", help="Of the file with what they tell; another one begins anew.")
    options = parser.parse_args()
    paths = [recording_path(options.folder, number, kind, options.seconds) for number, kind in enumerate(KINDS)]
    clips = clips_of(options.folder)[: options.most]
    with (options.folder / f"{options.label}.jsonl").open("a+", encoding="utf-8") as listed:
        listed.seek(0)
        known = {row["file"]: row["told"] for row in map(json.loads, listed)}
        if missing := [clip for clip in clips if clip.file not in known]:
            records = [described(path)[0] for path in paths]
            for clip in missing:
                row = asked(options.folder / "clips" / clip.file, clip, records)
                known[clip.file] = row["told"]
                listed.write(json.dumps(row) + "\n")
                listed.flush()
    print(
        "| peer | track | clips | found | placed (1 s) | another named | edit told | flagged "
        "| error, median / p95 | CPU s |"
    )
    for peer in PEERS:
        edited, calm, errors = Counter(), Counter(), []
        by_edit: dict[str, Counter] = defaultdict(Counter)
        for clip in clips:
            told = dict(known[clip.file][peer.name])
            errors += told.pop("errors")
            (edited if clip.edited else calm).update({"clips": 1, **told})
            by_edit[clip.edit].update({"clips": 1, "right": told["right"]})
        both = edited + calm
        counts = " | ".join(str(both[key]) for key in ("clips", "found", "placed", "other"))
        error = f"{np.median(errors):.3f} / {np.quantile(errors, 0.95):.3f} s" if errors else "none"
        print(
            f"| {peer.name} | {peer.track.value} | {counts} | {edited['right']} / {edited['clips']} "
            f"| {calm['flagged']} / {calm['clips']} | {error} | {both['cpu'] / both['clips']:.2f} |"
        )
        print("  ", {name: f"{row['right']}/{row['clips']}" for name, row in by_edit.items()})


if __name__ == "__main__":
    main()
