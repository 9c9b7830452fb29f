"""Painted damage for doctored samples: crack, chip, tear, hole, dent, stain, broken glass.

Every function takes an sRGB picture (H x W x 3, 0..1, float) and gives an edited copy. Light is
added and removed in linear light, edges are softened to the picture's own sharpness, and shading of
new surfaces follows the light around them. `edit_mask` says afterwards which pixels changed.
"""
import math

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

import textures
from rendering import camera_model

VISIBLE_LEVELS = 6 / 255   # a smaller change in every channel is not part of the mask
OVERSAMPLE = 3


def edit_mask(before, after):
    """Pixels whose sRGB value changed visibly in a channel, tiny gaps closed."""
    changed = np.abs(after - before).max(2) > VISIBLE_LEVELS
    return ndimage.binary_closing(changed, np.ones((3, 3)), border_value=0) | changed


def blend(linear, colour, alpha):
    return linear + (colour - linear) * alpha[..., None]


def local_light(linear, radius=40):
    """Illumination estimate: blurred luma over its own middle value."""
    luma = ndimage.gaussian_filter(linear.mean(2), radius)
    return (luma / np.median(luma))[..., None]


def grain(shape, rng, strength):
    return 1 + strength * ndimage.gaussian_filter(rng.standard_normal(shape), 0.6)[..., None]


def coverage(size, draw_into):
    """Antialiased coverage 0..1 of what `draw_into(draw, scale)` paints white."""
    height, width = size
    image = Image.new("L", (width * OVERSAMPLE, height * OVERSAMPLE))
    draw_into(ImageDraw.Draw(image), OVERSAMPLE)
    return np.asarray(image.resize((width, height), Image.BOX), np.float32) / 255


# ------------------------------------------------------------------------------- cracks

def crack_lines(rng, start, heading, length, width, depth=0):
    """Polylines [(points, width)] of a branching crack; `heading` in radians."""
    points, at, direction, wander = [start], np.array(start, float), heading, 0.0
    lines, travelled = [], 0.0
    while travelled < length:
        step = rng.uniform(3, 8)
        wander = 0.6 * wander + rng.normal(0, 0.22)
        direction = heading + wander + (rng.normal(0, 0.45) if rng.random() < 0.16 else 0)
        at = at + step * np.array([math.cos(direction), math.sin(direction)])
        travelled += step
        points.append(tuple(at))
        if depth < 2 and rng.random() < 0.035 and travelled > 0.15 * length:
            turn = rng.choice((-1, 1)) * rng.uniform(0.4, 1.0)
            lines += crack_lines(rng, tuple(at), direction + turn,
                                 (length - travelled) * rng.uniform(0.3, 0.7), width * 0.6,
                                 depth + 1)
    return [(points, width)] + lines


def paint_lines(lines, rng):
    def into(draw, scale):
        for points, width in lines:
            count = len(points) - 1
            for k in range(count):
                taper = (1 - k / count) ** 0.6 * rng.uniform(0.65, 1.25)
                thick = max(1, int(round(width * taper * scale)))
                a, b = points[k], points[k + 1]
                draw.line([a[0] * scale, a[1] * scale, b[0] * scale, b[1] * scale], 255, thick)
    return into


def crack(picture, seed, start, heading_degrees, length, width=2.6, core=(0.05, 0.035, 0.03),
          edge=(0.62, 0.50, 0.38)):
    """A branching crack: dark core, a broken bright edge on the lit side, faint shade around."""
    rng = textures.rng_of(seed, 51)
    linear = camera_model.linear_from_srgb(picture)
    lines = crack_lines(rng, start, math.radians(heading_degrees), length, width)
    alpha = coverage(picture.shape[:2], paint_lines(lines, rng))
    alpha = np.clip(ndimage.gaussian_filter(alpha, 0.45) * 1.15, 0, 1)
    lit = np.clip(ndimage.shift(alpha, (0.9, 1.1), order=1) - alpha, 0, 1)
    lit *= np.clip(0.5 + 0.6 * textures.fbm(alpha.shape, (60, 60), 2, rng), 0, 1)
    light = local_light(linear)
    out = linear * (1 - 0.16 * ndimage.gaussian_filter(alpha, 2.2)[..., None])
    out = blend(out, np.array(edge) * np.clip(light, 0.4, 1.6), lit * 0.7)
    out = blend(out, np.array(core) * np.clip(light, 0.3, 2), alpha * 0.9)
    return camera_model.srgb_from_linear(out)


def glass_star(picture, seed, centre, radius, rays=13):
    """Struck glass: rays and a few arcs, bright and dark side by side, a crushed middle."""
    rng = textures.rng_of(seed, 52)
    linear = camera_model.linear_from_srgb(picture)
    lines = []
    for k in range(rays):
        heading = 2 * math.pi * (k + rng.uniform(-0.35, 0.35)) / rays
        length = radius * rng.uniform(0.35, 1.0)
        lines += crack_lines(rng, centre, heading, length, 1.5, depth=2)
    for _ in range(5):
        r, first = radius * rng.uniform(0.15, 0.5), rng.uniform(0, 6.28)
        arc = [(centre[0] + r * math.cos(first + t), centre[1] + r * math.sin(first + t) * 0.9)
               for t in np.linspace(0, rng.uniform(0.5, 1.4), 9)]
        lines.append((arc, 1.1))
    alpha = coverage(picture.shape[:2], paint_lines(lines, rng))
    y, x = np.mgrid[0:alpha.shape[0], 0:alpha.shape[1]]
    near = np.exp(-(((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (0.10 * radius) ** 2))
    crush = near * np.clip(0.5 + textures.value_noise(alpha.shape, (alpha.shape[0] / 3,) * 2,
                                                      rng), 0, 1)
    alpha = ndimage.gaussian_filter(alpha, 0.5)
    dark = np.clip(ndimage.shift(alpha, (1.2, 1.0), order=1), 0, 1)
    out = linear * (1 - 0.6 * dark[..., None])
    glint = np.clip(0.55 + 0.5 * textures.fbm(alpha.shape, (40, 40), 2, rng), 0.1, 1)
    out = blend(out, np.array((0.86, 0.80, 0.70)), np.clip(alpha * glint + 0.6 * crush, 0, 0.9))
    return camera_model.srgb_from_linear(out)


# ------------------------------------------------------------------------------- surfaces

def ragged_inside(size, outline, rng, roughness):
    """Signed distance (pixels, positive inside) to a polygon whose border is torn by noise."""
    area = coverage(size, lambda draw, s: draw.polygon([(x * s, y * s) for x, y in outline],
                                                       255)) > 0.5
    distance = ndimage.distance_transform_edt(area) - ndimage.distance_transform_edt(~area)
    noise = textures.fbm(size, (size[0] / 60, size[1] / 60), 5, rng, 0.6)
    return distance + roughness * noise


def tear(picture, seed, outline, board=(0.50, 0.34, 0.20), roughness=9, rim_px=5.0,
         flute_degrees=60):
    """Torn print: bare board with fibres and flutes inside, a frayed pale rim, a lifted edge."""
    rng = textures.rng_of(seed, 53)
    linear = camera_model.linear_from_srgb(picture)
    size = picture.shape[:2]
    inside = ragged_inside(size, outline, rng, roughness)
    y, x = np.mgrid[0:size[0], 0:size[1]].astype(np.float32)
    angle = math.radians(flute_degrees)
    along = x * math.cos(angle) + y * math.sin(angle) + 3 * textures.fbm(size, (8, 8), 3, rng)
    fibre = textures.value_noise(size, (size[0] / 2.2, size[1] / 8), rng)
    plies = textures.fbm(size, (size[0] / 40, size[1] / 40), 4, rng)
    tone = 1 + 0.13 * np.sin(along * 2 * math.pi / 13) + 0.13 * fibre + 0.25 * plies
    light = np.clip(local_light(linear), 0.45, 1.7)
    colour = np.array(board) * tone[..., None] * light
    ragged = inside + 2.5 * textures.fbm(size, (size[0] / 12, size[1] / 12), 3, rng)
    rim_width = rim_px * np.clip(1 + 0.9 * textures.fbm(size, (size[0] / 50, size[1] / 50), 3,
                                                        rng), 0.2, 3)
    rim = np.clip((rim_width - inside) / 1.5, 0, 1)
    paper = np.array((0.74, 0.70, 0.62)) * (1 + 0.10 * fibre[..., None]) * light
    colour = blend(colour, paper, rim)
    shade = np.exp(-np.clip(ragged - rim_width, 0, None) / 5) * (ragged > rim_width)
    colour = colour * (1 - 0.35 * shade[..., None])
    body = np.clip(ragged / 1.3 + 0.5, 0, 1)
    outer = np.exp(-np.clip(-ragged, 0, None) / 4) * (1 - body)
    drop = np.clip(ndimage.shift(body, (3.0, 2.5), order=1) - body, 0, 1)
    out = linear * (1 + 0.10 * outer[..., None]) * (1 - 0.38 * drop[..., None])
    out = blend(out, colour, ndimage.gaussian_filter(body, 0.5))
    return camera_model.srgb_from_linear(out)


def chip(picture, seed, outline, clay=(0.50, 0.36, 0.25), light_degrees=-120, roughness=3.0):
    """Glaze broken off: a hollow of bare clay, darker towards the light, with a bright lip."""
    rng = textures.rng_of(seed, 54)
    linear = camera_model.linear_from_srgb(picture)
    size = picture.shape[:2]
    inside = ragged_inside(size, outline, rng, roughness)
    depth = np.clip(inside, 0, 14) + 1.6 * textures.fbm(size, (size[0] / 14, size[1] / 14), 4,
                                                        rng, 0.7)
    dy, dx = np.gradient(ndimage.gaussian_filter(depth, 1.0))
    angle = math.radians(light_degrees)
    shading = np.clip(0.80 - 0.38 * (dx * math.cos(angle) + dy * math.sin(angle)), 0.25, 1.4)
    light = np.clip(local_light(linear), 0.5, 1.6)
    sand = 1 + 0.10 * textures.value_noise(size, (size[0] / 2.5, size[1] / 2.5), rng)
    colour = np.array(clay) * (shading * sand)[..., None] * light
    body = ndimage.gaussian_filter(np.clip(inside / 1.2 + 0.5, 0, 1), 0.5)
    lip = np.clip(1 - np.abs(inside) / 1.6, 0, 1)
    out = blend(linear, colour, body)
    out = blend(out, np.array((0.80, 0.76, 0.70)) * light, lip * 0.45)
    return camera_model.srgb_from_linear(out)


def hole(picture, seed, outline, paper=(0.70, 0.62, 0.50), roughness=6.0):
    """Punched board: a dark inside, layers of paper at the edge, a pressed-in surround."""
    rng = textures.rng_of(seed, 55)
    pressed = dent(picture, seed + 1, np.mean(outline, 0), 1.7 * np.std(outline, 0).mean() * 2,
                   0.45)
    linear = camera_model.linear_from_srgb(pressed)
    size = picture.shape[:2]
    inside = ragged_inside(size, outline, rng, roughness)
    fray = textures.fbm(size, (size[0] / 20, size[1] / 20), 4, rng, 0.7)
    light = np.clip(local_light(linear), 0.5, 1.6)
    rim = np.clip((3.2 + 3.0 * fray - np.abs(inside)) / 1.5, 0, 1)
    fibre = 1 + 0.16 * textures.value_noise(size, (size[0] / 3, size[1] / 3), rng)
    out = blend(linear, np.array(paper) * fibre[..., None] * light,
                ndimage.gaussian_filter(rim, 0.5) * 0.9)
    deep = ndimage.gaussian_filter(np.clip((inside - 2.5 - 2 * fray) / 2, 0, 1), 0.7)
    warmth = np.array((1, 0.8, 0.6))
    gloom = 0.012 + 0.05 * np.exp(-np.clip(inside, 0, None) / 6)[..., None] * warmth
    return camera_model.srgb_from_linear(blend(out, gloom * fibre[..., None], deep))


def dent(picture, seed, centre, radius, depth=0.8, light_degrees=-125):
    """Pushed-in surface: the print bends, one flank darkens, the other lightens."""
    rng = textures.rng_of(seed, 56)
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    away = np.hypot(x - centre[0], (y - centre[1]) * 1.15) / radius
    away = away * (1 + 0.25 * textures.fbm((height, width), (height / 150, width / 150), 3, rng))
    bowl = -np.exp(-away ** 2 * 2.2) * radius * 0.30 * depth
    folds = np.abs(textures.fbm((height, width), (height / 110, width / 110), 2, rng))
    bowl += np.exp(-away ** 2 * 1.6) * np.minimum(folds, 0.25) * radius * 0.28 * depth
    dy, dx = np.gradient(ndimage.gaussian_filter(bowl, 1.2))
    angle = math.radians(light_degrees)
    shading = np.clip(1 + 1.1 * (dx * math.cos(angle) + dy * math.sin(angle)), 0.35, 1.6)
    at = [y + 4.0 * dy * depth, x + 4.0 * dx * depth]
    linear = camera_model.linear_from_srgb(picture)
    bent = np.stack([ndimage.map_coordinates(linear[..., c], at, order=3, mode="nearest")
                     for c in range(3)], 2)
    keep = np.clip((away - 1.35) / 0.25, 0, 1)
    return camera_model.srgb_from_linear(blend(np.clip(bent, 0, 1) * shading[..., None], linear,
                                               keep))


def stain(picture, seed, centre, radius, absorb=(0.55, 1.0, 1.7), strength=0.75, drops=9,
          squash=0.8):
    """Dried coffee: a thin tint inside, a dark irregular rim, splashes; multiplies the light."""
    rng = textures.rng_of(seed, 57)
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    shape = 0.30 * textures.fbm((height, width), (height / 170, width / 170), 4, rng)
    level = 1 - np.hypot(x - centre[0], (y - centre[1]) / squash) / radius + shape
    for _ in range(drops):
        angle, reach = rng.uniform(0, 6.28), radius * rng.uniform(1.05, 1.9)
        r = radius * rng.uniform(0.025, 0.11)
        px, py = centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle) * squash
        spot = (1 - np.hypot(x - px, (y - py) / squash) / r) * (r / radius)
        level = np.maximum(level, spot + 0.05 * shape * (r / radius))
    pixels = level * radius
    inside = np.clip(pixels / 2.0 + 0.5, 0, 1)
    rim = np.exp(-np.abs(pixels - 3) / 3.2) * inside
    second = np.exp(-np.abs(pixels - 0.22 * radius) / 6) * 0.25 * inside
    mottle = 1 + 0.35 * textures.fbm((height, width), (height / 40, width / 40), 4, rng)
    density = strength * inside * (0.42 * mottle + 0.75 * rim + second)
    linear = camera_model.linear_from_srgb(picture)
    return camera_model.srgb_from_linear(linear * np.exp(-density[..., None] * np.array(absorb)))
