"""Cost of finding a clip among many hours of recordings: real ones, and fingerprints drawn at random for the rest.

python -m benchmarks.recording_search CLIP RECORDING... --hours 100 --folder FOLDER
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

import numpy as np

from provenance.alignment.time.find import RecordingFinder
from provenance.indexing.picture_build import PictureWriter
from provenance.indexing.recordings.search import RecordingIndex
from provenance.indexing.recordings.store import RecordingArrays, RecordingKey, landmark_frames
from provenance.indexing.recordings.writer import RecordingWriter
from provenance.model.evidence import Evidence
from provenance.model.media_path import MediaPath
from provenance.model.post import Post

HOUR = 3600.0


def cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def with_others(arrays: RecordingArrays, hours: int) -> RecordingArrays:
    """The same with so many more recordings of an hour: landmarks as frequent as in the real ones, at random places."""
    rng = np.random.default_rng(20261122)
    seconds = sum(key.seconds for key in arrays.keys)
    count = int(len(arrays.hashes) / seconds * HOUR * hours)
    start = int(arrays.first_places()[-1])
    each = landmark_frames(HOUR)
    places = start + rng.integers(0, hours, count) * each + rng.integers(0, int(HOUR * 50), count)
    hashes = np.concatenate([arrays.hashes, rng.choice(arrays.hashes, count)])
    places = np.concatenate([arrays.places, places.astype(np.uint32)])
    order = np.argsort(hashes, kind="stable")
    rows = len(arrays.sound)
    keys = [RecordingKey(f"other-{n}", "other.mp4", "", HOUR, (rows, 0), (0, 0)) for n in range(hours)]
    return RecordingArrays(
        (*arrays.keys, *keys), arrays.sound, hashes[order], places[order], arrays.frame_s, arrays.looks
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("clip", type=Path)
    parser.add_argument("recordings", type=Path, nargs="+")
    parser.add_argument("--hours", type=int, default=100)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    records = {}
    pictures = PictureWriter()
    folder = options.folder / f"search-{time.time_ns()}"
    writer = RecordingWriter(folder, pictures)
    for path in options.recordings:
        row = {"id": path.stem, "kind": "release", "text": path.stem, "media": [MediaPath(path.name, path)]}
        records[path.stem] = Evidence.from_dict(row)
        start = cpu()
        writer.add(records[path.stem])
        print(f"indexed {path.name}: {cpu() - start:.2f} CPU s", flush=True)
    writer.save()
    pictures.__exit__()
    arrays = with_others(RecordingArrays.load(folder), options.hours)
    print(f"{len(arrays.hashes):,} landmarks, {arrays.hashes.nbytes + arrays.places.nbytes:,} bytes", flush=True)
    finder = RecordingFinder(RecordingIndex(arrays), pictures.index(), records.get)
    start = cpu()
    found, _ = finder.find(Post(id="p", text="", media=(MediaPath(options.clip.name, options.clip),)))
    print(f"found in {cpu() - start:.2f} CPU s:", [hit.evidence.id for each in found for hit in each.hits])
    for each in found:
        for hit in each.hits:
            for segment in hit.alignment.segments:
                print("  ", segment.track.value, segment.clip, segment.official and segment.official.start_s)


if __name__ == "__main__":
    main()
