"""Edits of clips of recordings, found through the index as `check` finds them: kind of edit, boundaries, false alarms.

python -m benchmarks.video_edits --folder FOLDER --label NAME

The clips are those of `made_clips`. What is found of each is written down at once, so that a stopped run goes on.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from benchmarks.made_clips import Clip, clips_of, recording_path
from benchmarks.made_video import KINDS
from provenance.alignment.time.find import RecordingFinder
from provenance.indexing.picture_build import PictureWriter
from provenance.indexing.recordings.search import RecordingIndex
from provenance.indexing.recordings.writer import RecordingWriter
from provenance.model.evidence import Evidence
from provenance.model.media_alignment import Track
from provenance.model.media_path import MediaPath
from provenance.model.post import Post

TRACKS = tuple(track.value for track in Track)
#: What the whole picture went through is no edit of what was said; it is asked for by itself.
WHOLE = {"mirrored", "cropped", "inset"}


def cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def build(folder: Path, seconds: float) -> tuple[RecordingFinder, float]:
    """Index the recordings; also CPU seconds a second of recording."""
    records: dict[str, Evidence] = {}
    pictures = PictureWriter()
    target = folder / f"index-{time.time_ns()}"
    writer = RecordingWriter(target, pictures)
    start = cpu()
    for number, kind in enumerate(KINDS):
        path = recording_path(folder, number, kind, seconds)
        row = {"id": str(number), "kind": "release", "text": kind, "media": [MediaPath(path.name, path)]}
        records[str(number)] = Evidence.from_dict(row)
        writer.add(records[str(number)])
    writer.save()
    pictures.__exit__()
    spent = cpu() - start
    return RecordingFinder(RecordingIndex.load(target), pictures.index(), records.get), spent / (seconds * len(KINDS))


def looked_up(finder: RecordingFinder, path: Path, clip: Clip) -> dict:
    """What is found of a clip, as plain numbers."""
    start = cpu()
    found, skipped = finder.find(Post(id="p", text="", media=(MediaPath(path.name, path),)))
    spent = cpu() - start
    hits = [hit for each in found for hit in each.hits]
    hit = next((hit for hit in hits if hit.evidence.id == str(clip.recording)), None)
    row = {
        "file": clip.file,
        "cpu": round(spent, 2),
        "recordings": [hit.evidence.id for hit in hits],
        "skipped": [each.message for each in skipped],
        "found": hit is not None,
    }
    if hit is not None:
        row["edits"] = [
            (edit.track.value, edit.op.value, edit.clip.start_s, edit.clip.end_s) for edit in hit.alignment.edits
        ]
        row["segments"] = [
            (s.track.value, s.clip.start_s, s.clip.end_s, s.official and s.official.start_s, s.score)
            for s in hit.alignment.segments
        ]
    return row


@dataclass
class Score:
    """Counts by edit, and errors of boundaries of edits that were rightly told, in seconds."""

    rows: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))
    errors: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    spent: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, clip: Clip, found: dict) -> None:
        row, ops = self.rows[clip.edit], defaultdict(list)
        for track, op, *_ in found.get("edits", ()):
            ops[track].append(op)
        plainly = {t: [op for op in ops[t] if op not in WHOLE] if found["found"] else ["none"] for t in TRACKS}
        wanted = {t: [op for op in clip.expected[t] if op not in WHOLE] for t in TRACKS}
        row["clips"] += 1
        row["found"] += found["found"]
        row["other"] += len(set(found["recordings"]) - {str(clip.recording)}) > 0
        for track in TRACKS:
            row[track] += plainly[track] == wanted[track]
        row["right"] += plainly == wanted
        row["flagged"] += found["found"] and any(plainly.values())
        row["whole"] += set(clip.expected["picture"]) & WHOLE <= set(ops["picture"])
        self.spent.append(found["cpu"])
        if plainly != wanted:
            told = f"{clip.edit}, {clip.file} of {KINDS[clip.recording]} {clip.recording}: {plainly}, wanted {wanted}"
            self.wrong += [told, f"    {clip.picture} {found.get('segments')}"]
            return
        for track, op, *ends in found.get("edits", ()):
            if op not in WHOLE:
                self.errors[track] += [abs(end - at) for end, at in zip(ends, clip.at, strict=False)]

    def report(self) -> None:
        print("| edit | clips | recording found | picture right | sound right | both right | look told |")
        for name, row in self.rows.items():
            told = [row[key] for key in ("clips", "found", "picture", "sound", "right", "whole")]
            print(f"| {name} | {' | '.join(map(str, told))} |")
        edited = [row for name, row in self.rows.items() if not name.startswith("unedited")]
        calm = [row for name, row in self.rows.items() if name.startswith("unedited")]
        print(f"right edit {sum(r['right'] for r in edited)} / {sum(r['clips'] for r in edited)}")
        print(f"unedited flagged {sum(r['flagged'] for r in calm)} / {sum(r['clips'] for r in calm)}")
        for track, errors in self.errors.items():
            print(f"{track}: median {np.median(errors):.3f} s, p95 {np.quantile(errors, 0.95):.3f} s, {len(errors)}")
        every = np.concatenate([*self.errors.values(), np.zeros(0)])
        if len(every):
            print(f"boundaries: median {np.median(every):.3f} s, p95 {np.quantile(every, 0.95):.3f} s, {len(every)}")
        print(f"CPU s a clip {np.mean(self.spent):.2f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--label", default="found", help="Of the file with what is found; another one begins anew.")
    parser.add_argument("--seconds", type=float, default=90.0)
    parser.add_argument("--most", type=int, default=10**6, help="Clips that are looked up.")
    parser.add_argument("--only", nargs="*", help="Names of edits, or files of clips.")
    parser.add_argument("--report", action="store_true", help="Only report what was found.")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    clips = clips_of(options.folder)[: options.most]
    clips = [clip for clip in clips if not options.only or clip.edit in options.only or clip.file in options.only]
    with (options.folder / f"{options.label}.jsonl").open("a+", encoding="utf-8") as listed:
        listed.seek(0)
        known = {row["file"]: row for row in map(json.loads, listed)}
        missing = [] if options.report else [clip for clip in clips if clip.file not in known]
        if missing:
            finder, cost = build(options.folder, options.seconds)
            print(f"indexed: {cost:.4f} CPU s a second", flush=True)
            for clip in missing:
                row = known[clip.file] = looked_up(finder, options.folder / "clips" / clip.file, clip)
                listed.write(json.dumps(row) + "\n")
                listed.flush()
    score = Score()
    for clip in clips:
        if clip.file in known:
            score.add(clip, known[clip.file])
    print("\n".join(score.wrong))
    score.report()


if __name__ == "__main__":
    main()
