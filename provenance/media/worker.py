"""The decoding process: reads requests from stdin, answers on stdout. Runs apart, because decoders crash.

A request is one JSON line; an answer is one JSON line, followed by as many raw bytes as its key `bytes` says.
Nothing here is imported by the rest of the program; it talks through pipes only.
"""

from __future__ import annotations

import json
import resource
import sys
import warnings
from typing import Any, BinaryIO


class Refused(Exception):
    """A file that is not decoded, with the reason code."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def main(stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Answer requests until stdin ends."""
    for line in stdin:
        request = json.loads(line)
        try:
            if "memory" in request:
                resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
            head, payload = picture(request)
        except Refused as error:
            head, payload = {"error": str(error), "code": error.code}, b""
        except MemoryError:
            head, payload = {"error": "needs more memory than allowed", "code": "media-too-large"}, b""
        except Exception as error:  # noqa: BLE001 - a decoder may raise anything on hostile bytes; it becomes a reason
            head, payload = {"error": f"{type(error).__name__}: {error}", "code": "undecodable-media"}, b""
        stdout.write(json.dumps({**head, "bytes": len(payload)}).encode() + b"\n" + payload)
        stdout.flush()


def picture(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Decode one picture to RGB, upright, at most `side` pixels long.

    Args:
        request: `path`, `format`, `pixels`, `frames`, `side`, and `frame` where a later one is meant.

    Returns:
        what the picture is, and its bytes: uint8, shape (height, width, 3).

    Raises:
        Refused: it is larger than `pixels`.
    """
    from PIL import Image, ImageOps

    if request["format"] == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    Image.init()  # registers all plugins; of these only the one for the format found in the bytes gets to see them
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = request["pixels"]
    try:
        with Image.open(request["path"], formats=[request["format"]]) as source:
            width, height = source.size
            if width * height > request["pixels"]:
                raise Refused("media-too-large", f"{width} × {height} pixels exceed {request['pixels']}")
            frames = min(getattr(source, "n_frames", 1), request["frames"])
            info = {"format": source.format, "width": width, "height": height, "frames": frames}
            if request.get("frame"):
                source.seek(min(int(request["frame"]), frames - 1))
            source.draft("RGB", (request["side"] * 2, request["side"] * 2))
            source.load()
            upright = ImageOps.exif_transpose(source)
            if upright.size != source.size:
                info["width"], info["height"] = height, width
            rgb = _rgb(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("media-too-large", str(error)) from None
    rgb.thumbnail((request["side"], request["side"]), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if min(rgb.size) < request["least"]:
        raise Refused("media-too-small", f"{width} × {height} pixels are too few or too narrow to compare")
    return {**info, "shape": [rgb.size[1], rgb.size[0], 3]}, rgb.tobytes()


def _rgb(image: Any) -> Any:
    """Eight bits, three channels, transparency over white."""
    from PIL import Image

    if image.mode.startswith("I") or image.mode == "F":
        import numpy as np

        values = np.asarray(image, dtype=np.float32)
        low, high = float(values.min()), float(values.max())
        scale = 255 / 65535 if low >= 0 and high > 255 else 1.0
        image = Image.fromarray(np.clip(values * scale, 0, 255).astype(np.uint8))
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, layer).convert("RGB")
    return image.convert("RGB")


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
