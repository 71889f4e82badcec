"""Photographs for the picture benchmark: those that packages ship; large ones are cut into tiles that do not overlap.

Wallpapers come in several aspect ratios and sizes; files that share a part form one group, and a group lies on one side
of the split only. Debian packages: gnome-backgrounds mate-backgrounds plasma-workspace-wallpapers lomiri-wallpapers
lomiri-wallpapers-16.04 lomiri-wallpapers-20.04 ukui-wallpapers opencv-doc stellarium-data libjxl-testdata
visp-images-data; and what scikit-image and scikit-learn install.
"""

from __future__ import annotations

import importlib.util
import random
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from provenance.errors import RecordError
from provenance.indexing.picture_store import PictureCollector, PictureKey
from provenance.indexing.pictures import PictureIndex
from provenance.media.decoder import PictureDecoder
from provenance.media.limits import MediaLimits

#: Real photographs among what the packages install (most wallpapers are drawings), as patterns below the root of the
#: file system or of a folder into which a package was unpacked.
_WALLS = (
    "Bridge_by Dragonfly Kleiber Picture_ Wine_by aitzgorri free_by friends_by greentock life_by picosdeeuropa "
    "seeding string sunset_by Aqua Blinds Dune FreshFlower Garden GreenMeadow LadyBird RainDrops Storm TwoWings Wood "
    "YellowFlower"
)
_PLASMA = "BytheWater ColorfulCups DarkestHour EveningGlow FallenLeaf Grey Kite OneStandsOut Path Volna summer_1am"
_OPENCV = (
    "aero1 aloeL apple baboon basketball1 box_in_scene building butterfly board fruits graf1 home leuvenA messi5 "
    "orange rubberwhale1 smarties squirrel_cls starry_night stuff WindowsLogo LinuxLogo"
)
PHOTOGRAPHS = (
    *(f"usr/share/backgrounds/**/{name}*" for name in _WALLS.split()),
    *(f"usr/share/wallpapers/{name}/contents/images/*" for name in _PLASMA.split()),
    *(f"usr/share/doc/opencv-doc/examples/data/{name}.*" for name in _OPENCV.split()),
    "usr/share/doc/opencv-doc/examples/text/scenetext0?.jpg",
    "usr/share/stellarium/landscapes/garching/garching-g*.png",
    "usr/share/stellarium/landscapes/grossmugl/grossmugl_leeberg_crop11.25_2048.png",
    "usr/share/stellarium/landscapes/hurricane/hurricane?.png",
    "usr/share/stellarium/landscapes/guereins/guereinsb.png",
    "usr/share/libjxl-testdata/jxl/flower/flower.png",
    "usr/share/libjxl-testdata/external/wesaturate/500px/*",
    "usr/share/visp-images-data/ViSP-images/Solvay/*",
    "usr/share/visp-images-data/ViSP-images/Klimt/*",
)
#: Photographs of the sky; distractors are cut from them, since the others are too few for a third part.
SKY = "usr/share/stellarium/nebulae/default/*.png"
#: Of those that Python packages install.
_OF_PYTHON = (
    "astronaut camera cat chelsea coffee coins hubble motorcycle_left rocket brick grass gravel",
    "china flower",
)
TILE = (960, 720)
#: Height and width of the part of a photograph that becomes a tile, at least about; pixels.
SOURCE = (260, 345)
#: Tiles of one photograph, at most, evenly chosen.
MOST_TILES = 110
#: Pixels of the shorter side of a photograph, at least.
LEAST_SIDE = 360
#: Standard deviation of grey levels, corners and share of 9 × 9 windows with a deviation above 3 grey levels: drawings,
#: gradients and plain skies, which many wallpapers are, stay below.
LEAST_CONTRAST, LEAST_CORNERS, LEAST_TEXTURE = 12, 150, 0.25


@dataclass
class Tiles:
    archive: list[np.ndarray]
    distractors: list[np.ndarray]
    negatives: list[np.ndarray]


def load(roots=(Path("/"),), *, seed: int = 20261122, cache: Path | None = None) -> Tiles:
    """Tiles of photographs: archive and negatives from disjoint groups, distractors from pictures of the sky."""
    if cache and (cache / "archive.npy").exists():
        return Tiles(*(list(np.load(cache / f"{name}.npy", mmap_mode="r")) for name in _NAMES))
    groups = [_tiles(group) for group in _groups(roots)]
    random.Random(seed).shuffle(groups)
    parts = {name: [] for name in _NAMES}
    for group in groups:  # to the part that lacks most
        parts[min(_SHARES, key=lambda name: len(parts[name]) / _SHARES[name])].extend(group)
    for path in sorted({path.resolve() for root in roots for path in root.glob(SKY)}):
        with Image.open(path) as image:
            parts["distractors"].extend(_tiles([np.asarray(image.convert("RGB"))])[:1])
    tiles = Tiles(**parts)
    if cache:
        cache.mkdir(parents=True, exist_ok=True)
        for name in _NAMES:
            np.save(cache / f"{name}.npy", np.stack(getattr(tiles, name)))
    return tiles


_NAMES = ("archive", "distractors", "negatives")
_SHARES = {"archive": 0.885, "negatives": 0.115}


def _files(roots) -> list[Path]:
    found = {path.resolve() for root in roots for pattern in PHOTOGRAPHS for path in root.glob(pattern)}
    for package, names in zip(("skimage.data", "sklearn.datasets.images"), _OF_PYTHON, strict=True):
        for place in importlib.util.find_spec(package).submodule_search_locations or ():
            found |= {path for path in Path(place).iterdir() if path.stem in names.split()}
    return sorted(path for path in found if path.is_file())


def _groups(roots) -> list[list[np.ndarray]]:
    """Photographs, those that share a part together."""
    collector, pictures = PictureCollector(), []
    with PictureDecoder(MediaLimits(side=8192, memory_bytes=6_000_000_000)) as decoder:
        for path in _files(roots):
            try:
                pixels = decoder.decode(path).pixels
            except RecordError:
                continue
            if min(pixels.shape[:2]) >= LEAST_SIDE and _tiles([pixels]):
                scale = min(1.0, 1280 / max(pixels.shape))
                small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
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
    print(f"{len(pictures)} photographs in {len(groups)} groups")
    return [groups[key] for key in sorted(groups)]


def _tiles(group: list[np.ndarray]) -> list[np.ndarray]:
    """Tiles of the largest file of a group (the others show the same)."""
    pixels = max(group, key=lambda p: p.size)
    height, width = pixels.shape[:2]
    rows, columns = max(1, round(height / SOURCE[0])), max(1, round(width / SOURCE[1]))
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
    chosen = np.linspace(0, len(found) - 1, min(len(found), MOST_TILES)).astype(int)
    return [found[at] for at in chosen]


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
