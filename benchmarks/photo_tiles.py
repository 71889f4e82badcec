"""Photographs for the picture benchmark: non-overlapping tiles of the wallpapers that Debian packages install.

Wallpapers come in several aspect ratios and sizes; files that share a part form one group, and a group lies on one side
of the split only. The packages: gnome-backgrounds mate-backgrounds plasma-workspace-wallpapers lomiri-wallpapers
lomiri-wallpapers-16.04 lomiri-wallpapers-20.04 ukui-wallpapers.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from provenance.errors import RecordError
from provenance.indexing.picture_store import PictureCollector, PictureKey
from provenance.indexing.pictures import PictureIndex
from provenance.media.decoder import PictureDecoder
from provenance.media.limits import MediaLimits

FOLDERS = (Path("/usr/share/backgrounds"), Path("/usr/share/wallpapers"))
TILE = (960, 720)
#: Height and width of the part of a wallpaper that becomes a tile, at least about; pixels.
SOURCE = (400, 530)
#: Standard deviation of grey levels, corners and share of 9 × 9 windows with a deviation above 3 grey levels: drawings,
#: gradients and plain skies, which many wallpapers are, stay below.
LEAST_CONTRAST, LEAST_CORNERS, LEAST_TEXTURE = 14, 300, 0.5


@dataclass
class Tiles:
    archive: list[np.ndarray]
    distractors: list[np.ndarray]
    negatives: list[np.ndarray]


def load(folders=FOLDERS, *, seed: int = 20261122, cache: Path | None = None) -> Tiles:
    """Tiles of three disjoint groups of wallpapers: 60 % archive, 15 % distractors, 25 % negatives."""
    if cache and (cache / "archive.npy").exists():
        return Tiles(*(list(np.load(cache / f"{name}.npy", mmap_mode="r")) for name in _NAMES))
    groups = [_tiles(group) for group in _groups(folders)]
    random.Random(seed).shuffle(groups)
    shares, parts = {"archive": 0.6, "distractors": 0.15, "negatives": 0.25}, {name: [] for name in _NAMES}
    for group in groups:  # to the part that lacks most
        parts[min(_NAMES, key=lambda name: len(parts[name]) / shares[name])].extend(group)
    tiles = Tiles(**parts)
    if cache:
        cache.mkdir(parents=True, exist_ok=True)
        for name in _NAMES:
            np.save(cache / f"{name}.npy", np.stack(getattr(tiles, name)))
    return tiles


_NAMES = ("archive", "distractors", "negatives")


def _groups(folders) -> list[list[np.ndarray]]:
    """Wallpapers, those that share a part together."""
    collector, pictures = PictureCollector(), []
    with PictureDecoder(MediaLimits(side=4096, memory_bytes=4_000_000_000)) as decoder:
        for path in sorted({p.resolve() for folder in folders for p in folder.rglob("*") if p.is_file()}):
            try:
                pixels = decoder.decode(path).pixels
            except RecordError:
                continue
            if min(pixels.shape[:2]) >= 700:
                small = cv2.resize(
                    pixels, None, fx=1280 / max(pixels.shape), fy=1280 / max(pixels.shape), interpolation=cv2.INTER_AREA
                )
                collector.add(PictureKey(str(len(pictures)), path.name), small)
                pictures.append((pixels, small))
    index = PictureIndex(collector.arrays())
    root = list(range(len(pictures)))

    def find(x: int) -> int:
        while root[x] != x:
            x = root[x]
        return x

    for number, (_, small) in enumerate(pictures):
        for hit in index.search(small, k=30):
            root[find(number)] = find(int(hit.key.evidence_id))
    groups: dict[int, list[np.ndarray]] = {}
    for number, (pixels, _) in enumerate(pictures):
        groups.setdefault(find(number), []).append(pixels)
    print(f"{len(pictures)} wallpapers in {len(groups)} groups")
    return [groups[key] for key in sorted(groups)]


def _tiles(group: list[np.ndarray]) -> list[np.ndarray]:
    """Tiles of the largest file of a group (the others show the same)."""
    pixels = max(group, key=lambda p: p.size)
    height, width = pixels.shape[:2]
    rows = max(1, min(7, round(height / SOURCE[0])))
    columns = max(1, min(7, round(width / SOURCE[1])))
    found = []
    for y in range(rows):
        for x in range(columns):
            part = pixels[
                y * height // rows : (y + 1) * height // rows, x * width // columns : (x + 1) * width // columns
            ]
            tile = cv2.resize(_cover(part), TILE, interpolation=cv2.INTER_AREA)
            grey = cv2.cvtColor(tile, cv2.COLOR_RGB2GRAY)
            if (
                _texture(grey) >= LEAST_TEXTURE
                and grey.std() >= LEAST_CONTRAST
                and len(cv2.FastFeatureDetector_create(20).detect(grey)) >= LEAST_CORNERS
            ):
                found.append(tile)
    return found


def _cover(part: np.ndarray) -> np.ndarray:
    """Cut to the tile's aspect ratio."""
    height, width = part.shape[:2]
    wanted = min(width, round(height * TILE[0] / TILE[1]))
    tall = min(height, round(wanted * TILE[1] / TILE[0]))
    return part[(height - tall) // 2 : (height + tall) // 2, (width - wanted) // 2 : (width + wanted) // 2]


def _texture(grey: np.ndarray) -> float:
    values = grey.astype(np.float32)
    mean = cv2.boxFilter(values, -1, (9, 9))
    return float((cv2.boxFilter(values * values, -1, (9, 9)) - mean**2 > 9).mean())
