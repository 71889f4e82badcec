"""The clips of `made_clips` through what others use: frame hashes a second, vPDQ's match share, Chromaprint, landmarks.

python -m benchmarks.video_peers --folder FOLDER

What is found of each clip is written down at once, so that a stopped run goes on.

Each peer (`video_matchers`) names the recordings that it finds and, by the offsets of what matched, the seconds that
each stretch of the clip plays; the edits are read off these stretches as they are off ours.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.made_clips import Clip, clips_of, recording_path
from benchmarks.made_video import KINDS
from benchmarks.video_edits import WHOLE, cpu
from benchmarks.video_matchers import PEERS, Peer, frames
from provenance.alignment.time.edits import edits_of
from provenance.model.media_alignment import MediaSegment, Track
from provenance.model.span import TimeSpan


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
