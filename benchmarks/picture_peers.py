"""What others find of the same pictures: PDQ, the hashes of imagehash, and plain ORB with the ratio test."""

from __future__ import annotations

import cv2
import faiss
import imagehash
import numpy as np
import pdqhash
from PIL import Image

#: Hamming distances up to which two hashes mean one picture: PDQ's authors', and the usual ones.
PDQ_BITS, IMAGE_HASH_BITS = 31, 8


class Peers:
    """Against the archive alone (no distractors, no banners), which favours them."""

    def __init__(self, archive) -> None:
        self.hashes = [_hashes(np.asarray(tile)) for tile in archive]
        self.orb = [_orb(np.asarray(tile)) for tile in archive]

    def search(self, pixels, wanted):
        """Method → `right`: the wanted item is returned, and `most`: any is; for ORB, how many pairs pass."""
        asked, found = _hashes(pixels), {}
        for method, limit in (("PDQ ≤ 31", PDQ_BITS), ("phash ≤ 8", IMAGE_HASH_BITS), ("dhash ≤ 8", IMAGE_HASH_BITS)):
            near = [int((asked[method] != stored[method]).sum()) <= limit for stored in self.hashes]
            found[method] = {"right": wanted is not None and near[wanted], "most": any(near)}
        pairs = self._pairs(_orb(pixels))
        found["ORB"] = {"right": 0 if wanted is None else int(pairs[wanted]), "most": int(max(pairs))}
        return found

    def _pairs(self, asked) -> list[int]:
        """The textbook way: 500 ORB features, nearest and second nearest neighbour, ratio 0.75."""
        counts = []
        for stored in self.orb:
            if asked is None or stored is None or len(stored) < 2:
                counts.append(0)
                continue
            distances, _ = faiss.knn_hamming(asked, stored, 2)
            counts.append(int((distances[:, 0] < 0.75 * distances[:, 1]).sum()))
        return counts


def _hashes(pixels):
    image = Image.fromarray(pixels)
    return {
        "PDQ ≤ 31": pdqhash.compute(np.ascontiguousarray(pixels))[0].astype(bool),
        "phash ≤ 8": imagehash.phash(image).hash.ravel(),
        "dhash ≤ 8": imagehash.dhash(image).hash.ravel(),
    }


def _orb(pixels):
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, 640 / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cv2.ORB.create(500).detectAndCompute(small, None)[1]
