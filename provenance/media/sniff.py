"""What a file really is, by its first bytes: names and endings lie."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from provenance.errors import RecordError


class MediaKind(StrEnum):
    """Which decoder a file goes to."""

    PICTURE = "picture"
    RECORDING = "recording"


#: Bytes that are looked at.
HEAD = 4096

#: Container brands of ISO base media that hold still pictures.
_STILL_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"}

#: First bytes → Pillow format. The order of the list does not matter: no entry is a prefix of another.
_PICTURES = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"BM": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}

#: First bytes → container of a recording.
_RECORDINGS = {
    b"\x1aE\xdf\xa3": "matroska",
    b"OggS": "ogg",
    b"fLaC": "flac",
    b"ID3": "mp3",
    b"FLV\x01": "flv",
    b"\x00\x00\x01\xba": "mpeg-ps",
    b"\x00\x00\x01\xb3": "mpeg",
    b"#!AMR": "amr",
    b"0&\xb2u\x8ef\xcf\x11": "asf",
}


def sniff(path: Path) -> tuple[MediaKind, str]:
    """Tell what a file is from its content.

    Returns:
        Which decoder it goes to, and the name of its format.

    Raises:
        RecordError: the file is missing, empty, or nothing that is decoded; the code says which.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise RecordError(f"{path.name}: {error.strerror}", path="$.media", code="missing-media") from None
    if not head:
        raise RecordError(f"{path.name} is empty", path="$.media", code="empty-media")
    if name := _still(head):
        return MediaKind.PICTURE, name
    if name := _moving(head):
        return MediaKind.RECORDING, name
    raise RecordError(f"{path.name} is {_describe(head)}", path="$.media", code="unknown-media")


def is_recording(path: Path) -> bool:
    """Whether the content of a file is audio or video; a file that is nothing known is not."""
    try:
        return sniff(path)[0] is MediaKind.RECORDING
    except RecordError:
        return False


def is_picture(path: Path) -> bool:
    """Whether the content of a file is a still picture or an animation; a file that is nothing known is not."""
    try:
        return sniff(path)[0] is MediaKind.PICTURE
    except RecordError:
        return False


def _still(head: bytes) -> str | None:
    for magic, name in _PICTURES.items():
        if head.startswith(magic):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and _brands(head) & _STILL_BRANDS:
        return "AVIF" if {b"avif", b"avis"} & _brands(head) else "HEIF"
    return None


def _moving(head: bytes) -> str | None:
    for magic, name in _RECORDINGS.items():
        if head.startswith(magic):
            return name
    if head[:4] == b"RIFF" and head[8:12] in {b"WAVE", b"AVI "}:
        return head[8:12].decode().strip().lower()
    if head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free"}:
        return "mp4"
    if head[:1] == b"\x47" and head[188:189] in {b"\x47", b""}:
        return "mpeg-ts"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "mpeg-audio"
    return None


def _brands(head: bytes) -> set[bytes]:
    size = min(int.from_bytes(head[:4], "big"), len(head))
    return {head[8:12], *(head[at : at + 4] for at in range(16, size, 4))}


def _describe(head: bytes) -> str:
    start = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "an HTML page, not a picture or recording"
    if b"<svg" in start:
        return "an SVG drawing; it can hold scripts and links and is not rendered"
    if start.startswith(b"%pdf"):
        return "a PDF document, not a picture or recording"
    return "no known picture or recording"
