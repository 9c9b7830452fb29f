#!/usr/bin/python3
"""Draws marks without words, removed marks and copies of screens from photographs, for bench/marks.

draw_signs.py SHARED OUT [COUNT]

Writes COUNT pictures a kind as OUT/KIND-NNN.jpg and OUT/signs.tsv (file, group, kind, the
photograph's shorter side). Groups: star (a four-pointed star, drawn here), removed (a
mark's place blurred, filled from its border, or covered with a patch of the median), screen (a
status bar of our own drawing, or plain bars around). The same arguments give the same pictures.
Needs Pillow, numpy and scipy.
"""

import random
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from scipy import ndimage

from draw_marks import FONTS, honest_photos

QUALITIES = (75, 85, 92)


def star_mask(side: int, exponent: float) -> Image.Image:
    scale = 4
    axis = np.abs(np.linspace(-1, 1, side * scale))
    inside = axis[:, None] ** exponent + axis[None, :] ** exponent <= 1
    return Image.fromarray((inside * 255).astype(np.uint8)).resize((side, side), Image.BOX)


def star(photo: Image.Image, chance: random.Random, kind: str) -> Image.Image:
    side = min(photo.size)
    size = max(14, round(side * chance.uniform(0.035, 0.08)))
    margin = round(side * chance.uniform(0.02, 0.05))
    mask = star_mask(size, chance.uniform(0.48, 0.66))
    opacity = chance.uniform(0.45, 0.7) if kind == "half transparent" else 0.95
    mask = mask.point(lambda value: round(value * opacity))
    is_right = chance.random() < 0.8
    x = photo.width - size - margin if is_right else margin
    photo.paste((255, 255, 255), (x, photo.height - size - margin), mask)
    return photo


def removed(photo: Image.Image, chance: random.Random, kind: str) -> Image.Image:
    side = min(photo.size)
    height = round(side * chance.uniform(0.05, 0.075))
    width = round(height * chance.uniform(2.5, 4.5))
    margin = round(side * chance.uniform(0.01, 0.04))
    x = photo.width - width - margin if chance.random() < 0.7 else margin
    y = photo.height - height - margin
    box = (x, y, x + width, y + height)
    if kind == "blurred":
        photo.paste(photo.filter(ImageFilter.GaussianBlur(height / 5)).crop(box), box)
        return photo
    pixels = np.array(photo, dtype=np.float64)
    if kind == "median":
        ring = pixels[max(y - 8, 0):y + height + 8, max(x - 8, 0):x + width + 8].reshape(-1, 3)
        pixels[y:y + height, x:x + width] = np.median(ring, axis=0)
    else:  # filled: the border's colours spread into the hole
        known = np.ones(pixels.shape[:2], bool)
        known[y:y + height, x:x + width] = False
        area = slice(max(y - 20, 0), y + height + 20), slice(max(x - 20, 0), x + width + 20)
        part, part_known = pixels[area], known[area]
        for sigma in (2, 4, 8, 16, 32):
            weight = ndimage.gaussian_filter(part_known.astype(float), sigma)
            for channel in range(3):
                plane = part[..., channel]
                spread = ndimage.gaussian_filter(plane * part_known, sigma)
                usable = ~part_known & (weight > 0.05)
                plane[usable] = spread[usable] / weight[usable]
            part_known = part_known | (weight > 0.05)
    return Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))


def screen(photo: Image.Image, chance: random.Random, kind: str) -> Image.Image:
    width, height = chance.choice(((1080, 2400), (1170, 2532), (1080, 2340), (1260, 2800)))
    ground = chance.choice(((255, 255, 255), (0, 0, 0), (245, 245, 247), (24, 24, 24)))
    canvas = Image.new("RGB", (width, height), ground)
    fitted = photo.resize((width, round(photo.height * width / photo.width)), Image.BICUBIC)
    if fitted.height > round(height * 0.8):
        fitted = fitted.crop((0, 0, width, round(height * 0.8)))
    canvas.paste(fitted, (0, (height - fitted.height) // 2))
    if kind == "status bar":
        tone = (20, 20, 20) if sum(ground) > 380 else (240, 240, 240)
        font = ImageFont.truetype(FONTS[0], round(height * 0.015), index=2)
        draw = ImageDraw.Draw(canvas)
        top = round(height * 0.012)
        time = f"{chance.randrange(24):02}:{chance.randrange(60):02}"
        draw.text((round(width * 0.06), top), time, font=font, fill=tone)
        draw.text((round(width * 0.80), top), f"5G  {chance.randrange(10, 100)}%", font=font,
                  fill=tone)
    return canvas


GROUPS = {"star": (star, ("plain", "half transparent")),
          "removed": (removed, ("blurred", "filled", "median")),
          "screen": (screen, ("status bar", "plain bars"))}


def main() -> None:
    shared, out = Path(sys.argv[1]), Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    out.mkdir(parents=True, exist_ok=True)
    pictures = [path for path in honest_photos(shared)
                if path.suffix.lower() == ".jpg" and "exif" not in path.parts]
    rows = []
    for group, (draw, kinds) in GROUPS.items():
        for kind in kinds:
            for index in range(count):
                chance = random.Random(f"{group} {kind} {index}")
                photo = Image.open(chance.choice(pictures)).convert("RGB")
                side = min(photo.size)
                name = f"{group}-{kind.replace(' ', '-')}-{index:03}.jpg"
                draw(photo, chance, kind).save(out / name, quality=chance.choice(QUALITIES))
                rows.append(f"{name}\t{group}\t{kind}\t{side}\n")
    (out / "signs.tsv").write_text("".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
