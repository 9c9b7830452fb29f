"""What happens to a picture between the editor and the claim form; the mask goes the same way.

A transport takes (sRGB uint8 picture, mask or None, random generator) and gives
(picture, mask, JPEG quality). Masks are H x W bool.
"""
import io

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance

import prints


def both(picture, mask, turn, turn_mask=None):
    """`turn` on the PIL picture and on the mask, which keeps its two values."""
    turned = turn(Image.fromarray(picture), Image.BICUBIC)
    if mask is None:
        return np.asarray(turned), None
    level = (turn_mask or turn)(Image.fromarray(mask.astype(np.uint8) * 255), Image.BILINEAR)
    return np.asarray(turned), np.asarray(level) >= 128


def plain(picture, mask, rng):
    return picture, mask, 88


def crop(picture, mask, rng):
    """Two thirds of the area, off centre."""
    height, width = picture.shape[:2]
    share = np.sqrt(rng.uniform(0.62, 0.72))
    w, h = int(width * share), int(height * share)
    left, top = int((width - w) * rng.uniform(0.35, 0.65)) | 1, int((height - h) *
                                                                    rng.uniform(0.35, 0.65)) | 1
    cut = (slice(top, top + h), slice(left, left + w))
    return picture[cut], None if mask is None else mask[cut], 85


def resized_to(picture, mask, long_side):
    height, width = picture.shape[:2]
    factor = long_side / max(height, width)
    size = (round(width * factor), round(height * factor))
    return both(picture, mask, lambda image, _: image.resize(size, Image.LANCZOS),
                lambda image, _: image.resize(size, Image.BOX))


def scaled(picture, mask, rng):
    return *resized_to(picture, mask, 640), 82


def messenger(picture, mask, rng):
    """Two passes of a chat program: scaled to 1080 at quality 75, then encoded again."""
    picture, mask = resized_to(picture, mask, 1080)
    once = io.BytesIO()
    Image.fromarray(picture).save(once, "JPEG", quality=78, subsampling="4:2:0")
    return np.asarray(Image.open(once)), mask, 75


def screenshot(picture, mask, rng):
    """The picture on a phone's screen: black surround, status line, a bar of buttons."""
    shown, mask = resized_to(picture, mask, 1000)
    height, width = shown.shape[:2]
    top, bottom, side = 96, 132, 20
    canvas = Image.new("RGB", (width + 2 * side, height + top + bottom), (12, 12, 14))
    canvas.paste(Image.fromarray(shown), (side, top))
    draw = ImageDraw.Draw(canvas)
    draw.text((28, 24), f"{rng.integers(8, 22):02}:{rng.integers(0, 60):02}", (235, 235, 235),
              prints.font("bold", 30))
    draw.rounded_rectangle((canvas.width - 84, 28, canvas.width - 34, 52), 6,
                           outline=(235, 235, 235), width=3)
    draw.rectangle((canvas.width - 78, 34, canvas.width - 56, 46), fill=(235, 235, 235))
    for k in range(4):
        x = canvas.width * (2 * k + 1) // 8
        draw.ellipse((x - 20, canvas.height - 86, x + 20, canvas.height - 46),
                     outline=(150, 150, 150), width=4)
    if mask is not None:
        mask = np.pad(mask, ((top, bottom), (side, side)))
    return np.asarray(canvas), mask, 86


def mirror(picture, mask, rng):
    return picture[:, ::-1].copy(), None if mask is None else mask[:, ::-1].copy(), 86


def tone(picture, mask, rng):
    image = ImageEnhance.Brightness(Image.fromarray(picture)).enhance(rng.uniform(1.06, 1.16))
    image = ImageEnhance.Color(ImageEnhance.Contrast(image).enhance(1.12)).enhance(1.2)
    warm = np.asarray(image, np.float32) * np.array((1.03, 1.0, 0.94), np.float32)
    return np.clip(warm + 0.5, 0, 255).astype(np.uint8), mask, 86


def rotate(picture, mask, rng):
    """A few degrees, cut so that no corner is empty."""
    height, width = picture.shape[:2]
    degrees = float(rng.choice((-1, 1)) * rng.uniform(3, 7))
    picture, mask = both(picture, mask, lambda image, how: image.rotate(degrees, how))
    sine, cosine = abs(np.sin(np.radians(degrees))), np.cos(np.radians(degrees))
    factor = 1 / (cosine + sine * max(width / height, height / width)) - 0.01
    w, h = int(width * factor), int(height * factor)
    cut = (slice((height - h) // 2, (height - h) // 2 + h),
           slice((width - w) // 2, (width - w) // 2 + w))
    return picture[cut], None if mask is None else mask[cut], 86


TRANSPORTS = {t.__name__: t for t in (plain, crop, scaled, messenger, screenshot, mirror, tone,
                                      rotate)}
