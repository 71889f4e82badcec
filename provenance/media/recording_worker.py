"""The decoding process of recordings: `worker.py` for video and sound. Writes frames of bytes on stdout, then ends.

Output: one JSON line, then blocks of (one byte kind, float64 second, uint32 length, payload). Kinds: `S` sound as
float32 samples, `L` a small grey picture of the clock, `K` a key picture in RGB, `E` an error as JSON, `Z` the end.
"""

from __future__ import annotations

import json
import resource
import struct
import sys
from typing import Any, BinaryIO


def main(request: dict[str, Any], out: BinaryIO) -> None:
    """Decode one file."""
    resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
    try:
        import av

        av.logging.set_level(av.logging.PANIC)
        with av.open(request["path"], options={"protocol_whitelist": "file"}) as source:
            {"sound": _sound, "picture": _picture}[request["track"]](source, request, out)
    except MemoryError:
        _block(
            out, b"E", 0.0, json.dumps({"code": "media-too-large", "text": "needs more memory than allowed"}).encode()
        )
    except Exception as error:  # noqa: BLE001 - a decoder may raise anything on hostile bytes; it becomes a reason
        text = f"{type(error).__name__}: {error}"
        _block(out, b"E", 0.0, json.dumps({"code": "undecodable-media", "text": text}).encode())
    _block(out, b"Z", 0.0, b"")


def _block(out: BinaryIO, kind: bytes, second: float, payload: bytes) -> None:
    out.write(kind + struct.pack("<dI", second, len(payload)) + payload)
    out.flush()


def _refuse(out: BinaryIO, code: str, text: str) -> None:
    _block(out, b"E", 0.0, json.dumps({"code": code, "text": text}).encode())


def _sound(source: Any, request: dict[str, Any], out: BinaryIO) -> None:
    import av
    import numpy as np

    if not source.streams.audio:
        _refuse(out, "no-sound", "has no sound")
        return
    resampler = av.AudioResampler(format="flt", layout="mono", rate=request["rate"])
    done, most = 0, int(request["rate"] * request["seconds"])
    for frame in _frames(source, source.streams.audio[0]):
        for part in resampler.resample(frame):
            samples = np.ascontiguousarray(part.to_ndarray().ravel(), np.float32)
            _block(out, b"S", done / request["rate"], samples.tobytes())
            done += len(samples)
        if done > most:
            _refuse(out, "media-too-large", f"is longer than {request['seconds']:g} s")
            return
    if not done:
        _refuse(out, "undecodable-media", "holds no sound that can be decoded")


def _picture(source: Any, request: dict[str, Any], out: BinaryIO) -> None:
    import cv2
    import numpy as np

    cv2.setNumThreads(1)
    if not source.streams.video:
        _refuse(out, "no-picture", "has no picture")
        return
    stream = source.streams.video[0]
    stream.thread_type = "SLICE"
    if stream.codec_context.width * stream.codec_context.height > request["pixels"]:
        _refuse(out, "media-too-large", f"{stream.codec_context.width} × {stream.codec_context.height} pixels a frame")
        return
    width, height, step = request["width"], request["height"], 1 / request["fps"]
    clock, first, kept, kept_at = 0.0, None, None, -1e9
    for frame in _frames(source, stream):
        if frame.pts is None:
            continue
        second = float(frame.pts * frame.time_base)
        first = second if first is None else first
        second -= first
        if second > request["seconds"]:
            _refuse(out, "media-too-large", f"is longer than {request['seconds']:g} s")
            return
        if second + 1e-3 < clock:
            continue
        grey = frame.reformat(format="gray8").to_ndarray()
        small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
        while second + 1e-3 >= clock:
            _block(out, b"L", clock, small.tobytes())
            clock += step
        tiny = cv2.resize(small, (32, 18), interpolation=cv2.INTER_AREA).astype(np.float32)
        wait = second - kept_at
        if (
            kept is None
            or wait >= request["key_most_s"]
            or (wait >= request["key_least_s"] and float(np.abs(tiny - kept).mean()) > request["key_change"])
        ):
            kept, kept_at = tiny, second
            rgb = frame.reformat(format="rgb24").to_ndarray()
            scale = min(1.0, request["side"] / max(rgb.shape))
            rgb = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            head = struct.pack("<IIII", rgb.shape[1], rgb.shape[0], frame.width, frame.height)
            _block(out, b"K", second, head + np.ascontiguousarray(rgb).tobytes())
    if first is None:
        _refuse(out, "undecodable-media", "holds no frame that can be decoded")


def _frames(source: Any, stream: Any) -> Any:
    """Frames of one stream; a damaged packet is left out, as players do."""
    import av

    for packet in source.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue


if __name__ == "__main__":
    main(json.loads(sys.stdin.buffer.readline()), sys.stdout.buffer)
