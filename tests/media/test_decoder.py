from __future__ import annotations

import os
import signal
import struct
import zlib

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from provenance.errors import RecordError
from provenance.media.decoder import PictureDecoder
from provenance.media.limits import MediaLimits
from provenance.media.sniff import MediaKind, sniff
from tests.media.scenes import saved, scene

pytestmark = pytest.mark.media


@pytest.fixture(scope="module")
def decoder():
    with PictureDecoder() as opened:
        yield opened


def reason(decoder, path) -> str:
    with pytest.raises(RecordError) as caught:
        decoder.decode(path)
    assert path.name in str(caught.value)
    return caught.value.code


def png_claiming(width: int, height: int, *, bits: int = 8, body: bytes = b"", text: bytes = b"") -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, 2, 0, 0, 0))
    head += chunk(b"zTXt", b"Comment\x00\x00" + text) if text else b""
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", body) + chunk(b"IEND", b"")


PLAIN = [
    ("a.jpg", "JPEG", {}),
    ("a.png", "PNG", {}),
    ("a.webp", "WEBP", {}),
    ("a.bmp", "BMP", {}),
    ("a.tiff", "TIFF", {}),
    ("a.gif", "GIF", {}),
    ("a.avif", "AVIF", {}),
    ("progressive.jpg", "JPEG", {"progressive": True}),
    ("lossless.webp", "WEBP", {"lossless": True}),
    ("deflated.tiff", "TIFF", {"compression": "tiff_deflate"}),
    ("lzw.tiff", "TIFF", {"compression": "tiff_lzw"}),
    ("photo.MPO", "MPO", {"format": "MPO", "save_all": True, "append_images": [Image.fromarray(scene(1))]}),
]


@pytest.mark.parametrize(("name", "kind", "options"), PLAIN)
def test_common_formats_show_the_picture_that_was_saved(decoder, tmp_path, name, kind, options):
    original = scene(1)
    picture = decoder.decode(saved(original, tmp_path / name, **options))
    assert picture.format == kind
    assert (picture.width, picture.height) == (640, 480)
    assert np.abs(picture.pixels.astype(int) - original).mean() < 25


MODES = ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "I", "F"]


@pytest.mark.parametrize("mode", MODES)
def test_odd_pixel_modes_become_eight_bit_rgb(decoder, tmp_path, mode):
    image = Image.fromarray(scene(2))
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image.convert("L"), np.uint16) * 257)
    elif mode == "I":
        image = Image.fromarray(np.asarray(image.convert("L"), np.int32))
    else:
        image = image.convert(mode)
    name = "a.jpg" if mode == "CMYK" else "a.tiff" if mode in "IF" else "a.png"
    image.save(tmp_path / name)
    pixels = decoder.decode(tmp_path / name).pixels
    assert pixels.shape == (480, 640, 3)
    if mode != "1":
        wanted = np.asarray(Image.fromarray(scene(2)).convert("L"), int).mean()
        assert abs(pixels.mean() - wanted) < 12


def test_heic_of_a_phone_is_decoded(decoder, tmp_path):
    pillow_heif.from_pillow(Image.fromarray(scene(3))).save(tmp_path / "IMG_0001.HEIC")
    assert decoder.decode(tmp_path / "IMG_0001.HEIC").format == "HEIF"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_stand_upright_whatever_the_camera_noted(decoder, tmp_path, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(scene(4), tmp_path / "a.jpg", exif=exif)
    picture = decoder.decode(path)
    assert (picture.width, picture.height) == ((640, 480) if orientation < 5 else (480, 640))
    assert picture.pixels.shape[1] == picture.width


@pytest.mark.parametrize("name", ["a.gif", "a.webp", "a.png"])
def test_frames_of_animations_can_be_asked_for_and_are_bounded(decoder, tmp_path, name):
    frames = [Image.fromarray(scene(seed, 160, 120)) for seed in range(80)]
    frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], duration=40, loop=0)
    first, late = decoder.decode(tmp_path / name), decoder.decode(tmp_path / name, frame=40)
    assert first.frames == 64
    assert np.abs(first.pixels.astype(int) - late.pixels).mean() > 10


def test_large_photographs_are_reduced_but_their_size_is_known(decoder, tmp_path):
    path = saved(np.tile(scene(5), (6, 6, 1)), tmp_path / "large.jpg")
    picture = decoder.decode(path)
    assert (picture.width, picture.height) == (3840, 2880)
    assert max(picture.pixels.shape) == 1280


def test_transparent_parts_are_white(decoder, tmp_path):
    layer = np.zeros((60, 60, 4), np.uint8)
    assert decoder.decode(saved(layer, tmp_path / "a.png")).pixels.min() == 255


def _text(content: str):
    return lambda path: path.write_text(content)


def _bytes(content: bytes):
    return lambda path: path.write_bytes(content)


def _part(share: float, kind: str):
    def write(path):
        saved(scene(6), path, format=kind)
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])

    return write


def _bomb(kind: str):
    def write(path):
        Image.new("1" if kind != "GIF" else "P", (9000, 9000)).save(path, format=kind)

    return write


def _frames(path, count: int, **options) -> None:
    first, *rest = (Image.new("P", (32, 32), number % 200) for number in range(count))
    first.save(path, save_all=True, append_images=rest, duration=20, **options)


def _webp_without_frames() -> bytes:
    body = b"WEBPVP8X" + struct.pack("<IB3x", 10, 2) + (319).to_bytes(3, "little") + (239).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _circular_tiff(path) -> None:
    """The directory of the first page names itself as the next one."""
    saved(scene(6, 160, 120), path)
    data = bytearray(path.read_bytes())
    (start,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, start)
    struct.pack_into("<I", data, start + 2 + 12 * entries, start)
    path.write_bytes(data)


def _half_heic(path) -> None:
    pillow_heif.from_pillow(Image.fromarray(scene(6))).save(path, format="HEIF")
    path.write_bytes(path.read_bytes()[:4000])


HOSTILE = [
    ("empty.jpg", _bytes(b""), "empty-media"),
    ("one.jpg", _bytes(b"\xff"), "unknown-media"),
    ("html.jpg", _text("<!DOCTYPE html><html><body>404</body></html>"), "unknown-media"),
    ("drawing.svg", _text("<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>"), "unknown-media"),
    ("drawing.png", _text("<?xml version='1.0'?><svg/>"), "unknown-media"),
    ("paper.jpg", _bytes(b"%PDF-1.7\n1 0 obj"), "unknown-media"),
    ("zip.png", _bytes(b"PK\x03\x04" + bytes(200)), "unknown-media"),
    ("program.gif", _bytes(b"MZ" + bytes(200)), "unknown-media"),
    ("script.ps", _text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"), "unknown-media"),
    ("zeros.jpg", _bytes(bytes(5000)), "unknown-media"),
    ("noise.jpg", _bytes(np.random.default_rng(0).bytes(4000)), "unknown-media"),
    ("head.jpg", _bytes(b"\xff\xd8\xff\xe0"), "undecodable-media"),
    ("head.png", _bytes(b"\x89PNG\r\n\x1a\n"), "undecodable-media"),
    ("head.gif", _bytes(b"GIF89a"), "undecodable-media"),
    ("head.webp", _bytes(b"RIFF\x10\x00\x00\x00WEBPVP8 "), "undecodable-media"),
    ("head.bmp", _bytes(b"BM" + bytes(60)), "undecodable-media"),
    ("head.tiff", _bytes(b"II*\x00\x08\x00\x00\x00\x00\x00"), "undecodable-media"),
    ("head.heic", _bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "undecodable-media"),
    ("head.avif", _bytes(b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif"), "undecodable-media"),
    ("noise2.jpg", _bytes(b"\xff\xd8\xff\xe0" + np.random.default_rng(1).bytes(9000)), "undecodable-media"),
    ("noise2.png", _bytes(b"\x89PNG\r\n\x1a\n" + np.random.default_rng(2).bytes(9000)), "undecodable-media"),
    ("noise2.tiff", _bytes(b"II*\x00" + np.random.default_rng(3).bytes(9000)), "undecodable-media"),
    ("half.jpg", _part(0.5, "JPEG"), "undecodable-media"),
    ("tenth.jpg", _part(0.1, "JPEG"), "undecodable-media"),
    ("half.png", _part(0.5, "PNG"), "undecodable-media"),
    ("half.gif", _part(0.5, "GIF"), "undecodable-media"),
    ("half.webp", _part(0.5, "WEBP"), "undecodable-media"),
    ("half.avif", _part(0.5, "AVIF"), "undecodable-media"),
    ("half.bmp", _part(0.5, "BMP"), "undecodable-media"),
    ("half.tiff", _part(0.5, "TIFF"), "undecodable-media"),
    ("bomb.png", _bomb("PNG"), "media-too-large"),
    ("bomb.tiff", _bomb("TIFF"), "media-too-large"),
    ("bomb.gif", _bomb("GIF"), "media-too-large"),
    ("bomb.bmp", _bomb("BMP"), "media-too-large"),
    ("claim.png", _bytes(png_claiming(60_000, 60_000)), "media-too-large"),
    ("claim2.png", _bytes(png_claiming(7_000, 7_000)), "undecodable-media"),
    ("wide.png", _bytes(png_claiming(2**31 - 1, 1)), "media-too-large"),
    ("nothing.png", _bytes(png_claiming(0, 0)), "undecodable-media"),
    ("bits.png", _bytes(png_claiming(64, 64, bits=7)), "undecodable-media"),
    ("unfolds.png", _bytes(png_claiming(640, 480, body=zlib.compress(bytes(50_000_000)))), "ok"),
    ("pixel.png", lambda path: saved(np.zeros((1, 1, 3), np.uint8), path), "media-too-small"),
    ("line.png", lambda path: saved(np.zeros((2000, 3, 3), np.uint8), path), "media-too-small"),
    ("gif-in-disguise.jpg", lambda path: saved(scene(7), path, format="GIF"), "ok"),
    ("png-in-disguise.mp4", lambda path: saved(scene(7), path, format="PNG"), "ok"),
    ("no-ending", lambda path: saved(scene(7), path, format="JPEG"), "ok"),
    ("tail.jpg", lambda path: path.write_bytes(saved(scene(7), path).read_bytes() + b"PK\x03\x04" * 500), "ok"),
    ("panorama.png", lambda path: saved(np.zeros((20, 30_000, 3), np.uint8), path), "media-too-small"),
    ("endless.gif", lambda path: _frames(path, 900, loop=0), "ok"),
    ("no-frames.gif", _bytes(b"GIF89a" + struct.pack("<HHBBB", 320, 240, 0, 0, 0) + b";"), "undecodable-media"),
    ("no-frames.webp", _bytes(_webp_without_frames()), "undecodable-media"),
    ("circle.tiff", _circular_tiff, "ok"),
    ("text-bomb.png", _bytes(png_claiming(64, 64, text=zlib.compress(bytes(80_000_000)))), "undecodable-media"),
    ("inverted.jpg", lambda path: saved(np.full((90, 90, 4), 200, np.uint8), path, mode="CMYK"), "ok"),
    ("comment.jpg", lambda path: saved(scene(7), path, comment=b"x" * 65_000), "ok"),
    ("half.heic", _half_heic, "undecodable-media"),
    ("codestream.jp2", lambda path: saved(scene(7), path), "unknown-media"),
    ("icon.ico", lambda path: saved(scene(7), path), "unknown-media"),
    ("next.jxl", _bytes(b"\x00\x00\x00\x0cJXL \r\n\x87\n" + bytes(300)), "unknown-media"),
    ("list.m3u8", _text("#EXTM3U\n#EXT-X-KEY:METHOD=NONE\nfile:///etc/passwd\n"), "unknown-media"),
    ("layers.psd", _bytes(b"8BPS\x00\x01" + bytes(400)), "unknown-media"),
]


@pytest.mark.parametrize(("name", "write", "code"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_hostile_and_odd_files_are_decoded_or_refused_with_a_reason(decoder, tmp_path, name, write, code):
    path = tmp_path / name
    write(path)
    if code == "ok":
        assert decoder.decode(path).pixels.shape[2] == 3
    else:
        assert reason(decoder, path) == code
    good = saved(scene(8), tmp_path / "good.png")
    assert decoder.decode(good).pixels.shape == (480, 640, 3)


def test_there_are_sixty_of_them_and_the_decoder_may_use_a_gigabyte():
    assert len({name for name, _, _ in HOSTILE}) >= 60
    assert MediaLimits().memory_bytes <= 1_000_000_000


def test_missing_files_and_folders_are_named(decoder, tmp_path):
    assert reason(decoder, tmp_path / "absent.jpg") == "missing-media"
    assert reason(decoder, tmp_path) == "missing-media"


def test_recordings_go_to_another_decoder(decoder, tmp_path):
    path = tmp_path / "sound.jpg"
    path.write_bytes(b"ID3\x04" + bytes(400))
    assert sniff(path)[0] is MediaKind.RECORDING
    assert reason(decoder, path) == "not-a-picture"


def test_file_larger_than_the_limit_is_not_opened(tmp_path):
    path = saved(scene(9), tmp_path / "a.png")
    with PictureDecoder(MediaLimits(picture_bytes=1000)) as decoder:
        assert reason(decoder, path) == "media-too-large"


def test_picture_that_needs_more_memory_than_allowed_costs_a_reason_not_the_batch(tmp_path):
    large = saved(np.tile(scene(10), (10, 10, 1)), tmp_path / "large.png")
    small = saved(scene(10), tmp_path / "small.png")
    with PictureDecoder(MediaLimits(memory_bytes=150_000_000)) as decoder:
        assert reason(decoder, large) in {"media-too-large", "undecodable-media"}
        assert decoder.decode(small).width == 640


def test_batch_survives_the_death_of_the_decoder(tmp_path):
    path = saved(scene(11), tmp_path / "a.png")
    with PictureDecoder() as decoder:
        decoder.decode(path)
        process = decoder._process
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert decoder.decode(path).width == 640


def test_slow_file_is_given_up(tmp_path):
    path = saved(np.tile(scene(12), (9, 9, 1)), tmp_path / "slow.png", compress_level=0)
    with PictureDecoder(MediaLimits(picture_s=0.001)) as decoder:
        assert reason(decoder, path) == "media-too-slow"
