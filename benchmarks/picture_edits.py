"""Twenty edits that people make to pictures, each a function (pixels, random, others) → pixels."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

Pixels = np.ndarray
Edit = Callable[[Pixels, random.Random, Sequence[Pixels]], Pixels]


def jpeg(image: Image.Image, quality: int) -> Pixels:
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer).convert("RGB"))


def _crop(share: float, *, mirror: bool = False) -> Edit:
    def edit(pixels, rng, _others):
        height, width = pixels.shape[:2]
        side = (1 - share) ** 0.5
        tall, wide = int(height * side), int(width * side)
        top, left = rng.randint(0, height - tall), rng.randint(0, width - wide)
        part = pixels[top : top + tall, left : left + wide]
        return jpeg(Image.fromarray(part[:, ::-1] if mirror else part), 75)

    return edit


def _border(pixels, rng, _others):
    pad, colour = rng.randint(30, 90), rng.choice([(0, 0, 0), (255, 255, 255), (30, 60, 120)])
    return jpeg(Image.fromarray(cv2.copyMakeBorder(pixels, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=colour)), 75)


def _lines(draw, rng, box, step, width, colour):
    left, top, right, bottom = box
    for y in range(top, bottom, step):
        x = left
        while x < right - step:
            end = min(right, x + rng.randint(step // 2, 3 * step))
            draw.line((x, y, end, y + rng.randint(-2, 2)), fill=colour, width=width)
            x = end + step // 2


def _caption(pixels, rng, _others):
    image = Image.fromarray(pixels)
    bar = image.height // 4
    canvas = Image.new("RGB", (image.width, image.height + bar), (255, 255, 255))
    canvas.paste(image, (0, bar if rng.random() < 0.5 else 0))
    top = 0 if canvas.getpixel((2, 2)) == (255, 255, 255) else image.height
    _lines(ImageDraw.Draw(canvas), rng, (20, top + 20, image.width - 40, top + bar - 15), 40, 16, (0, 0, 0))
    return jpeg(canvas, 70)


def _overlay(pixels, rng, _others):
    image = Image.fromarray(pixels)
    height, width = pixels.shape[:2]
    top = rng.randint(height // 5, height // 2)
    _lines(
        ImageDraw.Draw(image),
        rng,
        (60, top, width - 60, top + height // 4),
        46,
        20,
        rng.choice([(255, 255, 255), (255, 230, 0)]),
    )
    return jpeg(image, 75)


def _logo(pixels, rng, _others):
    image = Image.fromarray(pixels)
    draw = ImageDraw.Draw(image)
    x, y = rng.randint(20, 700), rng.randint(20, 560)
    draw.ellipse((x, y, x + 120, y + 120), fill=(200, 20, 20))
    draw.polygon([(x + 60, y + 15), (x + 100, y + 95), (x + 20, y + 95)], fill=(255, 255, 255))
    draw.rectangle((x + 130, y + 40, x + 250, y + 90), fill=(20, 20, 120))
    return jpeg(image, 75)


def _phone(pixels, rng, _others):
    canvas = Image.new("RGB", (540, 1170), rng.choice([(245, 245, 245), (18, 18, 18)]))
    dark = canvas.getpixel((0, 0))[0] < 100
    ink = (220, 220, 220) if dark else (40, 40, 40)
    draw = ImageDraw.Draw(canvas)
    draw.ellipse((24, 40, 84, 100), fill=(90, 140, 200))
    _lines(draw, rng, (100, 60, 400, 100), 26, 9, ink)
    _lines(draw, rng, (24, 130, 510, 270), 28, 10, ink)
    image = Image.fromarray(pixels)
    image.thumbnail((rng.choice([500, 540]), 700))
    canvas.paste(image, ((540 - image.width) // 2, 300))
    _lines(draw, rng, (24, 330 + image.height, 510, 1080), 32, 10, ink)
    return jpeg(canvas, 80)


def _mirror(pixels, _rng, _others):
    return jpeg(Image.fromarray(pixels[:, ::-1]), 75)


def _rotate(pixels, rng, _others):
    angle = rng.choice([-1, 1]) * rng.uniform(2, 5)
    return jpeg(Image.fromarray(pixels).rotate(angle, Image.Resampling.BICUBIC, expand=True), 75)


def _grey(pixels, _rng, _others):
    return jpeg(Image.fromarray(pixels).convert("L"), 75)


def _colour(pixels, rng, _others):
    image = ImageEnhance.Color(Image.fromarray(pixels)).enhance(rng.uniform(1.5, 2.2))
    image = ImageEnhance.Brightness(image).enhance(rng.choice([0.65, 1.35]))
    return jpeg(ImageEnhance.Contrast(image).enhance(rng.uniform(1.2, 1.6)), 75)


def _blur(pixels, _rng, _others):
    return jpeg(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(3)), 75)


def _jpeg10(pixels, _rng, _others):
    return jpeg(Image.fromarray(pixels), 10)


def _quarter(pixels, _rng, _others):
    return jpeg(Image.fromarray(pixels).resize((pixels.shape[1] // 4, pixels.shape[0] // 4)), 75)


def _collage(rows: int, columns: int) -> Edit:
    def edit(pixels, rng, others):
        cells = [pixels, *rng.sample(list(others), rows * columns - 1)]
        rng.shuffle(cells)
        gap = rng.choice([0, 6, 12])
        canvas = Image.new("RGB", (480 * columns, 360 * rows), (255, 255, 255))
        for at, cell in enumerate(cells):
            place = (at % columns * 480 + gap // 2, at // columns * 360 + gap // 2)
            canvas.paste(Image.fromarray(np.asarray(cell)).resize((480 - gap, 360 - gap)), place)
        return jpeg(canvas, 75)

    return edit


def _inset(pixels, rng, others):
    canvas = Image.fromarray(np.asarray(rng.choice(list(others)))).resize((960, 640))
    image = Image.fromarray(pixels)
    image.thumbnail((340, 340))
    canvas.paste(image, (rng.randint(0, 600), rng.randint(0, 640 - image.height)))
    return jpeg(canvas, 75)


def _scan(pixels, rng, _others):
    image = Image.fromarray(pixels).rotate(
        rng.uniform(-2, 2), Image.Resampling.BICUBIC, expand=True, fillcolor=(255, 255, 255)
    )
    values = np.asarray(image.filter(ImageFilter.GaussianBlur(1.2)), np.float32) * 0.8 + 30
    values += np.random.default_rng(rng.randint(0, 10**6)).normal(0, 12, values.shape)
    return jpeg(Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)), 60)


EDITS: dict[str, Edit] = {
    "crop 10 %": _crop(0.1),
    "crop 30 %": _crop(0.3),
    "crop 50 %": _crop(0.5),
    "border": _border,
    "caption bar": _caption,
    "overlay text": _overlay,
    "logo": _logo,
    "phone screenshot": _phone,
    "mirror": _mirror,
    "mirror + crop 20 %": _crop(0.2, mirror=True),
    "rotate 2-5°": _rotate,
    "grey": _grey,
    "colour": _colour,
    "blur": _blur,
    "jpeg 10": _jpeg10,
    "quarter size": _quarter,
    "collage 2×1": _collage(1, 2),
    "collage 2×2": _collage(2, 2),
    "picture in picture": _inset,
    "print-scan": _scan,
}
