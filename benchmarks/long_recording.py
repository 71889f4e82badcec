"""Cost of indexing a long 720p recording: CPU seconds a second, and peak memory of the process and of its decoders.

python -m benchmarks.long_recording --folder FOLDER --photos ROOT --hours 2

Four drawn scenes are encoded once and their packets repeated to the wanted length, as encoding two hours costs an hour.
Repeated key frames look the same and are kept once; `--once` indexes the scenes alone, where every look is a new one.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np

from benchmarks.made_video import FPS, Recording, photos, write
from provenance.indexing.picture_build import PictureWriter
from provenance.indexing.recordings.writer import RecordingWriter
from provenance.model.evidence import Evidence
from provenance.model.media_path import MediaPath

SIZE, SCENE_S, GRAIN = (1280, 720), 40.0, 4.0
#: The sound of a file begins a little before its first second.
SEAM_S = 0.2
SCENES = ("studio", "street", "pans", "podium")


def scenes(folder: Path, pool: list) -> Path:
    """The scenes one after the other with film grain, which takes the bits that a camera's noise takes."""
    path = folder / "scenes-720p.mp4"
    if path.exists():
        return path
    recordings = [Recording(kind, 20 + number, folder, pool, SCENE_S) for number, kind in enumerate(SCENES)]
    grain = np.random.default_rng(1).normal(0, GRAIN, (SIZE[1], SIZE[0], 1)).astype(np.int16)

    def frames() -> Iterator[np.ndarray]:
        for recording in recordings:
            for number in range(round(SCENE_S * FPS)):
                large = cv2.resize(recording.frame(number / FPS), SIZE, interpolation=cv2.INTER_LINEAR)
                yield np.clip(large + np.roll(grain, 97 * number), 0, 255).astype(np.uint8)

    sound = np.concatenate([each.sound[: int(SCENE_S * 8000)] for each in recordings])
    made = write(
        path.with_suffix(".part.mp4"), frames(), sound, bit_rate=2_500_000, size=SIZE, preset="ultrafast", gop=100
    )
    return made.rename(path)


def repeated(source: Path, path: Path, times: int) -> Path:
    """The packets of a file so many times one after the other."""
    if path.exists():
        return path
    part = path.with_suffix(".part.mp4")
    with av.open(str(part), "w") as target:
        streams: dict[int, av.stream.Stream] = {}
        for turn in range(times):
            with av.open(str(source)) as read:
                if not streams:  # all of them, before the first packet is written
                    streams = {each.index: target.add_stream_from_template(each) for each in read.streams}
                for packet in read.demux():
                    if packet.dts is None:
                        continue
                    index = packet.stream.index
                    shift = round(turn * (len(SCENES) * SCENE_S + SEAM_S) / packet.time_base)
                    packet.pts, packet.dts, packet.stream = packet.pts + shift, packet.dts + shift, streams[index]
                    target.mux(packet)
    return part.rename(path)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--photos", type=Path, default=Path("/"))
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--once", action="store_true", help="Index the scenes alone.")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.folder.mkdir(parents=True, exist_ok=True)
    path = options.folder / "scenes-720p.mp4"
    if not path.exists():
        scenes(options.folder, photos(options.photos))
    if not options.once:
        times = round(options.hours * 3600 / (len(SCENES) * SCENE_S))
        path = repeated(path, options.folder / f"long-{options.hours:g}h-720p.mp4", times)
    print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB", flush=True)
    pictures = PictureWriter()
    writer = RecordingWriter(options.folder / f"index-{time.time_ns()}", pictures)
    record = Evidence.from_dict(
        {"id": "long", "kind": "release", "text": "long", "media": [MediaPath(path.name, path)]}
    )
    start, before = _cpu(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    writer.add(record)
    writer.save()
    spent, peak = _cpu() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pictures.__exit__()
    with av.open(str(path)) as read:
        seconds = read.duration / av.time_base
    decoder = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    looks = len(pictures.index())
    print(f"{seconds:.0f} s, {looks} looks: {spent:.1f} CPU s, {spent / seconds:.4f} of the length")
    print(f"peak memory {peak / 1024:.0f} MB ({before / 1024:.0f} MB before), of a decoder {decoder / 1024:.0f} MB")
    print([each.message for each in writer.skipped], flush=True)


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
