#!/usr/bin/python3
"""Photographs of screens by a model, for bench/marks.

draw_screens.py SHARED OUT [COUNT]

Writes OUT/screen-photo-NNN.jpg and OUT/screens.tsv (file, camera pixels a screen pixel, quality).
A photograph is shown on a screen of red, green and blue stripes with dark gaps, seen under a small
angle by a camera with a Bayer filter: each camera pixel is the mean of 4 x 4 places on the screen,
the colours are filled in bilinearly, then slightly blurred and written as JPEG. The same arguments
give the same pictures. Needs Pillow and numpy.
"""

import random
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from draw_marks import honest_photos

WIDTH, HEIGHT = 720, 960


def light(screen: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Linear light of the screen at places in screen pixels, by colour."""
    height, width, _ = screen.shape
    column = np.clip(x.astype(int), 0, width - 1)
    row = np.clip(y.astype(int), 0, height - 1)
    within_x, within_y = x - np.floor(x), y - np.floor(y)
    value = screen[row, column]
    is_gap = within_y > 0.88
    stripes = []
    for channel in range(3):
        start = channel / 3
        is_lit = (within_x >= start + 0.03) & (within_x < start + 0.30) & ~is_gap
        stripes.append(value[..., channel] * is_lit * 4.0)
    return np.stack(stripes, axis=-1)


def demosaiced(raw: np.ndarray) -> np.ndarray:
    """RGGB to three planes, each filled in from its neighbours."""
    height, width = raw.shape
    planes = []
    for rows, columns in (((0,), (0,)), ((0, 1), (1, 0)), ((1,), (1,))):
        known = np.zeros((height, width))
        for row, column in zip(rows, columns):
            known[row::2, column::2] = 1
        value = raw * known
        weights = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]], float)
        total, weight = np.zeros_like(raw), np.zeros_like(raw)
        for dy in range(3):
            for dx in range(3):
                shift = (dy - 1, dx - 1)
                total += weights[dy, dx] * np.roll(value, shift, (0, 1))
                weight += weights[dy, dx] * np.roll(known, shift, (0, 1))
        planes.append(np.where(known > 0, value, total / weight))
    return np.stack(planes, axis=-1)


def screen_photo(photo: Image.Image, chance: random.Random) -> tuple[Image.Image, float]:
    pitch = chance.uniform(1.3, 3.0)  # camera pixels a screen pixel
    angle = np.radians(chance.uniform(-4, 4))
    tilt = chance.uniform(-1, 1) * 6e-5, chance.uniform(-1, 1) * 6e-5
    shown = photo.resize((round(WIDTH / pitch * 1.2), round(HEIGHT / pitch * 1.2)), Image.BICUBIC)
    screen = (np.asarray(shown, float) / 255) ** 2.2
    total = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    grid_y, grid_x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    for part in range(16):
        x = grid_x + (part % 4 + 0.5) / 4 - WIDTH / 2
        y = grid_y + (part // 4 + 0.5) / 4 - HEIGHT / 2
        depth = 1 + tilt[0] * x + tilt[1] * y
        screen_x = (np.cos(angle) * x - np.sin(angle) * y) / depth / pitch + screen.shape[1] / 2
        screen_y = (np.sin(angle) * x + np.cos(angle) * y) / depth / pitch + screen.shape[0] / 2
        total += light(screen, screen_x, screen_y).astype(np.float32) / 16
    raw = np.empty((HEIGHT, WIDTH))
    for row, column, channel in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        raw[row::2, column::2] = total[row::2, column::2, channel]
    seed = chance.randrange(2 ** 32)
    raw += np.random.default_rng(seed).normal(0, 0.004, raw.shape)
    colours = np.clip(demosaiced(raw), 0, 1) ** (1 / 2.2)
    return Image.fromarray(np.rint(colours * 255).astype(np.uint8)), pitch


def main() -> None:
    shared, out = Path(sys.argv[1]), Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    out.mkdir(parents=True, exist_ok=True)
    pictures = [path for path in honest_photos(shared)
                if path.suffix.lower() == ".jpg" and "exif" not in path.parts]
    rows = []
    for index in range(count):
        chance = random.Random(f"screen {index}")
        photo = Image.open(chance.choice(pictures)).convert("RGB")
        picture, pitch = screen_photo(photo, chance)
        quality = chance.choice((75, 85, 92))
        name = f"screen-photo-{index:03}.jpg"
        picture.save(out / name, quality=quality)
        rows.append(f"{name}\t{pitch:.3f}\t{quality}\n")
    (out / "screens.tsv").write_text("".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
