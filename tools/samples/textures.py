"""Surface textures made from noise: wood, weave, granite, plaster, glaze. No foreign pictures.

Every function returns an sRGB picture, uint8, H x W x 3, and depends only on its arguments.
"""
import numpy as np
from PIL import Image
from scipy import ndimage


def rng_of(*seed):
    return np.random.Generator(np.random.PCG64(list(seed)))


def value_noise(shape, cells, rng):
    """Smooth noise, about -1..1, with `cells` (rows, columns) random values over the picture."""
    rows, columns = (max(2, int(c)) for c in cells)
    grid = rng.standard_normal((rows + 4, columns + 4)).astype(np.float32)
    box = (2, 2, columns + 2, rows + 2)
    fine = Image.fromarray(grid).resize((shape[1], shape[0]), Image.BICUBIC, box)
    return np.asarray(fine) * 1.2


def fbm(shape, cells, octaves, rng, gain=0.5):
    """Sum of noise octaves, each twice as fine and `gain` times as strong."""
    total, weight, norm = np.zeros(shape, np.float32), 1.0, 0.0
    for k in range(octaves):
        total += weight * value_noise(shape, (cells[0] * 2 ** k, cells[1] * 2 ** k), rng)
        norm += weight
        weight *= gain
    return total / norm


def ramp(level, colours):
    """Colour along a list of sRGB stops (0..255) at level 0..1."""
    stops = np.array(colours, np.float32)
    at = np.clip(level, 0, 1) * (len(stops) - 1)
    low = np.minimum(at.astype(int), len(stops) - 2)
    return stops[low] + (stops[low + 1] - stops[low]) * (at - low)[..., None]


def to_bytes(picture):
    return np.clip(np.round(picture), 0, 255).astype(np.uint8)


WOODS = {
    "oak": ((196, 156, 108), (172, 128, 80), (142, 98, 58), (112, 74, 42)),
    "walnut": ((132, 94, 66), (106, 72, 50), (82, 54, 36), (56, 36, 24)),
    "pine": ((224, 192, 144), (208, 168, 114), (188, 142, 88), (158, 112, 64)),
    "grey": ((168, 160, 150), (146, 138, 128), (122, 114, 104), (92, 84, 76)),
}


def plank(height, width, rng):
    """Grain level 0..1 of one board, its length along x."""
    shape = (height, width)
    v = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    bend = fbm(shape, (2, 3), 3, rng)
    rings = v * rng.uniform(5, 11) + 1.6 * bend + rng.uniform(0, 9)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    for _ in range(rng.integers(0, 3)):
        cx, cy = rng.uniform(0, width), rng.uniform(0, height)
        near = np.exp(-(((x - cx) / 140) ** 2 + ((y - cy) / 45) ** 2))
        rings = rings + near * rng.uniform(2.0, 3.5)
    saw = rings % 1
    late = np.clip(saw * 1.25, 0, 1) ** 2 * (saw < 0.8) + (saw >= 0.8) * (1 - (saw - 0.8) / 0.2)
    fibre = value_noise(shape, (height / 2, width / 90), rng)
    coarse = value_noise(shape, (height / 7, width / 300), rng)
    streak = value_noise(shape, (height / 2.5, width / 36), rng)
    pores = (streak > 1.25).astype(np.float32)
    level = 0.30 + 0.34 * late + 0.10 * fibre + 0.10 * coarse + 0.12 * bend
    return level + 0.22 * ndimage.gaussian_filter(pores, (0.5, 1.5)), fibre


def wood(seed, kind="oak", size=2600, boards=6):
    """Table top of `boards` boards, grain along x."""
    rng = rng_of(seed, 11)
    edges = np.linspace(0, size, boards + 1).astype(int)
    out = np.empty((size, size, 3), np.float32)
    for top, bottom in zip(edges[:-1], edges[1:]):
        level, fibre = plank(bottom - top, size, rng)
        colour = ramp(level + rng.uniform(-0.12, 0.12), WOODS[kind])
        colour *= (1 + 0.05 * fibre[..., None])
        groove = np.arange(bottom - top)
        groove = np.minimum(groove, groove[::-1])[:, None, None]
        out[top:bottom] = colour * (1 - 0.75 * np.exp(-(groove / 2.2) ** 2))
    worn = fbm((size, size), (5, 5), 5, rng)[..., None]
    return to_bytes(out * (1 + 0.05 * worn))


def weave(seed, size=2600, pitch=7, first=(214, 206, 190), second=(190, 180, 160), stripe=None):
    """Plain weave with uneven threads of `pitch` pixels; optional coloured `stripe` grid."""
    rng = rng_of(seed, 12)
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    x = x + 1.6 * fbm((size, size), (12, 6), 3, rng)
    y = y + 1.6 * fbm((size, size), (6, 12), 3, rng)
    column, row = np.floor(x / pitch).astype(int), np.floor(y / pitch).astype(int)
    across, along = (x / pitch) % 1, (y / pitch) % 1
    over = (column + row) % 2 == 0
    profile = np.where(over, np.sin(np.pi * across), np.sin(np.pi * along))
    bow = np.where(over, np.sin(np.pi * along), np.sin(np.pi * across))
    shade = 0.60 + 0.28 * profile + 0.14 * bow
    threads = rng.normal(1, 0.07, (2, size // pitch + 40)).astype(np.float32)
    shade *= np.where(over, threads[0][column % threads.shape[1]],
                      threads[1][row % threads.shape[1]])
    shade *= 1 + 0.07 * value_noise((size, size), (size / 3, size / 3), rng)
    base = np.where(over[..., None], np.array(first), np.array(second)).astype(np.float32)
    if stripe is not None:
        marked = np.where(over, column % 46 < 9, row % 46 < 9)[..., None]
        base = np.where(marked, np.array(stripe, np.float32), base)
    return to_bytes(base * shade[..., None])


def granite(seed, size=2600, stops=((52, 50, 52), (120, 114, 110), (168, 158, 150),
                                    (206, 200, 194))):
    """Polished granite: crystals of several sizes and dark mica."""
    rng = rng_of(seed, 13)
    shape = (size, size)
    crystals = value_noise(shape, (size / 14, size / 14), rng)
    fine = value_noise(shape, (size / 5, size / 5), rng)
    cloud = fbm(shape, (4, 4), 4, rng)
    colour = ramp(0.58 + 0.22 * crystals + 0.10 * fine + 0.14 * cloud, stops)
    mica = value_noise(shape, (size / 9, size / 9), rng) > 1.05
    pink = value_noise(shape, (size / 20, size / 20), rng) > 0.9
    colour = np.where(pink[..., None], colour * np.array((1.05, 0.90, 0.82)), colour)
    colour = np.where(mica[..., None], colour * 0.28, colour)
    sparkle = rng.random(shape) < 0.002
    return to_bytes(colour + 90 * ndimage.gaussian_filter(sparkle.astype(np.float32), 0.7)[...,
                                                                                           None])


def plaster(seed, size=1400, colour=(206, 202, 192)):
    """Painted wall with roller marks and faint dirt."""
    rng = rng_of(seed, 14)
    shape = (size, size)
    tone = 1 + 0.04 * fbm(shape, (3, 3), 5, rng) + 0.012 * value_noise(shape,
                                                                       (size / 3, size / 3), rng)
    return to_bytes(np.array(colour, np.float32) * tone[..., None])


def kraft(seed, size=1400, colour=(178, 138, 96)):
    """Brown cardboard with fibres and faint flutes."""
    rng = rng_of(seed, 15)
    shape = (size, size)
    fibre = value_noise(shape, (size / 2, size / 16), rng) + value_noise(shape,
                                                                         (size / 14, size / 2), rng)
    flutes = np.sin(np.arange(size) * 2 * np.pi / 18)[None, :, None]
    tone = 1 + 0.035 * fibre[..., None] + 0.018 * flutes + 0.03 * fbm(shape, (4, 4), 4, rng)[...,
                                                                                             None]
    return to_bytes(np.array(colour, np.float32) * tone)


def glaze(seed, size=(1400, 2800), stops=((28, 58, 66), (46, 96, 104), (120, 158, 150),
                                          (198, 196, 172))):
    """Reactive ceramic glaze: runs downwards, speckled, darker towards the foot."""
    rng = rng_of(seed, 16)
    height, width = size
    v = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    runs = fbm(size, (2, 26), 4, rng)
    cells = value_noise(size, (height / 16, width / 16), rng)
    speck = value_noise(size, (height / 5, width / 5), rng) > 1.45
    edge = 0.36 + 0.10 * fbm(size, (1, 14), 4, rng)
    level = 0.80 - 0.75 * v + 0.22 * runs + 0.07 * cells
    colour = ramp(level, stops)
    band = np.exp(-((v - edge) / 0.03) ** 2)[..., None]
    colour = colour * (1 - 0.6 * band) + 0.6 * band * np.array((150, 108, 58))
    return to_bytes(np.where(speck[..., None], colour * 0.45, colour))
