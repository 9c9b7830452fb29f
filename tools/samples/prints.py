"""Printed graphics of the invented products: mug wrap, carton faces, book cover, labels.

Drawn with PIL and Debian's DejaVu and Noto CJK fonts. Every function returns an RGB PIL picture
that depends on its arguments only. All names and brands are invented.
"""
import functools
import math

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from textures import fbm, rng_of

FONTS = {
    "sans": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "bold": "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
    "serif": "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "serif-bold": "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf",
    "cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "cjk-serif": "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
}
CJK_FACE_SC = 2


@functools.lru_cache(maxsize=None)
def font(name, size):
    index = CJK_FACE_SC if name.startswith("cjk") else 0
    return ImageFont.truetype(FONTS[name], size, index=index)


def centred(draw, x, y, text, face, fill):
    draw.text((x, y), text, font=face, fill=fill, anchor="mm")


def small_print(draw, box, seed, size, fill):
    """Lines of plausible small text filling `box` (left, top, right, bottom)."""
    words = ("handle with care keep dry this side up made from recycled board wash before "
             "first use not suitable for children under three store below 40 C lot "
             "inspected net weight model no direct sunlight batch voltage 220 V 50 Hz see "
             "enclosed leaflet").split()
    rng, face = rng_of(seed, 21), font("sans", size)
    left, top, right, bottom = box
    y = top
    while y + size < bottom:
        line = ""
        while draw.textlength(line, font=face) < right - left - 3 * size:
            line += words[rng.integers(len(words))] + " "
        draw.text((left, y), line, font=face, fill=fill)
        y += int(size * 1.45)


def barcode(draw, box, seed):
    left, top, right, bottom = box
    rng = rng_of(seed, 22)
    draw.rectangle(box, fill="white")
    x = left + 16
    while x < right - 16:
        bar = int(rng.integers(1, 4)) * 4
        draw.rectangle((x, top + 12, x + bar, bottom - 40), fill="black")
        x += bar + int(rng.integers(1, 4)) * 4
    digits = "".join(str(d) for d in rng.integers(0, 10, 13))
    centred(draw, (left + right) / 2, bottom - 20, digits, font("sans", 28), "black")


def ink_unevenness(picture, seed, strength=0.03):
    """Real print is never an even colour: multiply by slow and fine noise."""
    array = np.asarray(picture, np.float32)
    rng = rng_of(seed, 23)
    shape = array.shape[:2]
    tone = fbm(shape, (6, 6), 5, rng) + 0.7 * fbm(shape, (shape[0] / 8, shape[1] / 8), 2, rng)
    return Image.fromarray(np.clip(array * (1 + strength * tone[..., None]), 0,
                                   255).astype(np.uint8))


def leaf(draw, x, y, length, angle, fill, vein):
    points = []
    for side in (1, -1):
        for k in range(11):
            t = (k if side == 1 else 10 - k) / 10
            bulge = side * 0.22 * length * math.sin(math.pi * t) ** 0.8
            points.append((x + math.cos(angle) * t * length - math.sin(angle) * bulge,
                           y + math.sin(angle) * t * length + math.cos(angle) * bulge))
    draw.polygon(points, fill=fill)
    end = (x + math.cos(angle) * length, y + math.sin(angle) * length)
    draw.line([(x, y), end], fill=vein, width=4)
    for k in range(2, 9):
        t = k / 10
        px, py = x + math.cos(angle) * t * length, y + math.sin(angle) * t * length
        for turn in (0.7, -0.7):
            reach = 0.16 * length * math.sin(math.pi * t)
            draw.line([(px, py), (px + math.cos(angle + turn) * reach,
                                  py + math.sin(angle + turn) * reach)], fill=vein, width=2)


def mug_wrap(seed=1, hue=(36, 66, 128)):
    """Blue-and-white wrap of a mug, 3000 x 1100, the motif in the middle."""
    rng = rng_of(seed, 31)
    picture = Image.new("RGB", (3000, 1100), (238, 234, 224))
    draw = ImageDraw.Draw(picture)
    pale = tuple(int(c * 0.5 + 118) for c in hue)
    for y in (70, 1030):
        draw.rectangle((0, y - 22, 3000, y + 22), fill=hue)
        for x in range(0, 3000, 60):
            draw.ellipse((x + 16, y - 14, x + 44, y + 14), fill=(238, 234, 224))
    for y0 in (150, 950):
        for x in range(0, 3000, 120):
            for k in range(4):
                draw.arc((x + k * 14, y0 - 52 + k * 14, x + 120 - k * 14, y0 + 52 - k * 14), 180,
                         360,
                         fill=hue, width=6)
    for _ in range(120):
        x, y = rng.uniform(0, 3000), rng.uniform(230, 870)
        shade = hue if rng.random() < 0.6 else pale
        leaf(draw, x, y, rng.uniform(70, 170), rng.uniform(0, 6.28), shade, (226, 226, 226))
    for _ in range(60):
        x, y, r = rng.uniform(0, 3000), rng.uniform(230, 870), rng.uniform(12, 30)
        for k in range(5):
            a = k * 2 * math.pi / 5
            draw.ellipse((x + r * math.cos(a) - r * .7, y + r * math.sin(a) - r * .7,
                          x + r * math.cos(a) + r * .7, y + r * math.sin(a) + r * .7),
                         fill=(190, 70, 60), outline=(120, 40, 40))
        draw.ellipse((x - r * .4, y - r * .4, x + r * .4, y + r * .4), fill=(232, 188, 70))
    for cx in (750, 2250):
        draw.ellipse((cx - 300, 300, cx + 300, 820), fill=(238, 234, 224), outline=hue, width=12)
        draw.ellipse((cx - 276, 324, cx + 276, 796), outline=pale, width=5)
        centred(draw, cx, 500, "清晨", font("cjk-serif", 190), hue)
        centred(draw, cx, 660, "slow morning", font("serif", 64), hue)
        centred(draw, cx, 735, "stoneware · 350 ml", font("serif", 34), (120, 60, 50))
    return ink_unevenness(picture, seed)


def carton_front(seed=1, ground=(38, 92, 96)):
    """Front face of a lamp carton, 1400 x 1800."""
    rng = rng_of(seed, 32)
    picture = Image.new("RGB", (1400, 1800), ground)
    draw = ImageDraw.Draw(picture)
    for k in range(46):
        tone = tuple(int(c + 0.9 * k) for c in ground)
        draw.polygon([(0, 1800 - 26 * k), (1400, 1500 - 30 * k), (1400, 1526 - 30 * k),
                      (0, 1826 - 26 * k)], fill=tone)
    draw.ellipse((300, 480, 1100, 1280), fill=(244, 206, 120))
    for k in range(24):
        a = k * math.pi / 12
        draw.line([(700 + 440 * math.cos(a), 880 + 440 * math.sin(a)),
                   (700 + 540 * math.cos(a), 880 + 540 * math.sin(a))], fill=(244, 206, 120),
                   width=16)
    draw.polygon([(520, 980), (880, 980), (800, 700), (600, 700)], fill=(226, 226, 216))
    draw.rectangle((684, 980, 716, 1180), fill=(70, 64, 60))
    draw.ellipse((580, 1150, 820, 1220), fill=(70, 64, 60))
    for _ in range(700):
        x, y = rng.uniform(0, 1400), rng.uniform(0, 430)
        r = rng.uniform(1, 4)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(230, 226, 200))
    centred(draw, 700, 190, "云岚小灯", font("cjk", 190), (246, 240, 222))
    centred(draw, 700, 340, "YUNLAN DESK LAMP", font("bold", 82), (246, 240, 222))
    centred(draw, 700, 1420, "warm light · 3 steps · USB-C", font("sans", 56), (246, 240, 222))
    draw.rectangle((90, 1500, 1310, 1506), fill=(246, 240, 222))
    small_print(draw, (90, 1530, 1310, 1720), seed, 28, (220, 224, 214))
    return ink_unevenness(picture, seed)


def carton_side(seed=2, ground=(38, 92, 96)):
    """Side face with a table, small print, symbols and a barcode, 1000 x 1800."""
    picture = Image.new("RGB", (1000, 1800), tuple(int(c * 0.92) for c in ground))
    draw = ImageDraw.Draw(picture)
    ink = (238, 234, 216)
    centred(draw, 500, 150, "产品参数", font("cjk", 96), ink)
    rows = (("型号", "YL-207"), ("电压", "5 V"), ("功率", "6 W"), ("色温", "3000 K"), ("净重", "0.42 kg"),
            ("材质", "铝 / 玻璃"), ("产地", "中国"))
    for k, (name, value) in enumerate(rows):
        y = 260 + 84 * k
        draw.rectangle((90, y, 910, y + 84), outline=ink, width=3)
        draw.text((120, y + 14), name, font=font("cjk", 44), fill=ink)
        draw.text((480, y + 14), value, font=font("cjk", 44), fill=ink)
    small_print(draw, (90, 900, 910, 1330), seed, 30, ink)
    barcode(draw, (90, 1380, 560, 1640), seed)
    for k in range(3):
        x = 640 + 100 * k
        draw.rectangle((x, 1400, x + 80, 1480), outline=ink, width=5)
        draw.polygon([(x + 40, 1410), (x + 64, 1450), (x + 16, 1450)], fill=ink)
    return ink_unevenness(picture, seed)


def carton_top(seed=3, ground=(38, 92, 96)):
    """Top face: two flaps under clear tape, 1400 x 1000."""
    picture = Image.new("RGB", (1400, 1000), ground)
    draw = ImageDraw.Draw(picture)
    draw.line([(0, 500), (1400, 500)], fill=(16, 40, 42), width=8)
    draw.rectangle((0, 430, 1400, 570), fill=tuple(int(c * 1.18 + 14) for c in ground))
    draw.line([(0, 500), (1400, 500)], fill=(26, 60, 62), width=6)
    centred(draw, 700, 250, "云岚 YUNLAN", font("cjk", 130), (246, 240, 222))
    return ink_unevenness(picture, seed)


def book_cover(seed=1, sky=((236, 178, 120), (94, 82, 122))):
    """Cloth-like cover with layered hills, 1400 x 2000."""
    rng = rng_of(seed, 33)
    height, width = 2000, 1400
    t = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    array = np.array(sky[1], np.float32) * (1 - t) + np.array(sky[0], np.float32) * t
    array = np.repeat(array, width, 1)
    y = np.arange(height)[:, None]
    x = np.arange(width)[None, :]
    sun = ((x - 960) ** 2 + (y - 700) ** 2) < 170 ** 2
    array[sun] = (250, 226, 160)
    for k in range(7):
        ridge = 900 + 130 * k + 110 * fbm((1, width), (1, 3 + k), 6, rng)[0]
        tone = np.array((120, 96, 120), np.float32) * (1 - k / 7) + np.array((22, 40, 52)) * (k / 7)
        rough = 1 + 0.10 * fbm((height, width), (40 + 20 * k, 30 + 10 * k), 3, rng)
        array = np.where((y > ridge[None, :])[..., None], tone * rough[..., None], array)
    cloth = 1 + 0.03 * np.sin(x * 1.3) + 0.03 * np.sin(y * 1.3)
    picture = Image.fromarray(np.clip(array * cloth[..., None], 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((70, 70, 1330, 1930), outline=(240, 214, 160), width=6)
    centred(draw, 700, 270, "静水港", font("cjk-serif", 210), (248, 232, 200))
    centred(draw, 700, 460, "THE QUIET HARBOUR", font("serif-bold", 88), (248, 232, 200))
    centred(draw, 700, 1760, "stories from the river mouth", font("serif", 58), (240, 214, 160))
    centred(draw, 700, 1850, "新编插图本", font("cjk-serif", 60), (240, 214, 160))
    return ink_unevenness(picture, seed, 0.04)


def bottle_label(seed=1, ground=(240, 228, 196)):
    """Wrap-around label of a syrup bottle, 2600 x 1000, front at a quarter and three quarters."""
    rng = rng_of(seed, 34)
    picture = Image.new("RGB", (2600, 1000), ground)
    draw = ImageDraw.Draw(picture)
    ink, gold = (92, 44, 22), (186, 132, 42)
    for y in (40, 960):
        draw.line([(0, y), (2600, y)], fill=gold, width=14)
    for cx in (650, 1950):
        for _ in range(46):
            a, r = rng.uniform(0, 6.28), rng.uniform(300, 430)
            x, y = cx + r * math.cos(a) * 1.1, 500 + r * math.sin(a)
            leaf(draw, x, y, rng.uniform(50, 90), rng.uniform(0, 6.28), (108, 128, 70),
                 (70, 90, 50))
            for k in range(4):
                b = k * math.pi / 2 + a
                draw.ellipse((x + 14 * math.cos(b) - 11, y + 14 * math.sin(b) - 11,
                              x + 14 * math.cos(b) + 11, y + 14 * math.sin(b) + 11),
                              fill=(236, 160, 40))
        draw.ellipse((cx - 290, 250, cx + 290, 750), fill=(250, 242, 220), outline=gold, width=10)
        centred(draw, cx, 430, "桂花蜜", font("cjk-serif", 150), ink)
        centred(draw, cx, 570, "OSMANTHUS", font("serif-bold", 58), ink)
        centred(draw, cx, 640, "SYRUP · 500 ml", font("serif", 44), ink)
    for cx in (0, 1300):
        small_print(draw, (cx + 60, 120, cx + 170, 880), seed, 20, ink)
    barcode(draw, (1180, 620, 1500, 860), seed)
    return ink_unevenness(picture, seed)


def spine_row(seed=1, count=34):
    """A shelf of book spines for backgrounds, 2400 x 700."""
    rng = rng_of(seed, 35)
    picture = Image.new("RGB", (2400, 700), (30, 26, 24))
    draw = ImageDraw.Draw(picture)
    x = 0
    for _ in range(count * 2):
        width, top = int(rng.integers(36, 96)), int(rng.integers(20, 160))
        grey = rng.integers(50, 190)
        colour = tuple(int(c) for c in np.clip(grey + rng.integers(-40, 41, 3), 0, 255))
        draw.rectangle((x, top, x + width, 700), fill=colour)
        draw.rectangle((x + 6, top + 60, x + width - 6, top + 66), fill=(230, 220, 190))
        draw.rectangle((x + 6, 600, x + width - 6, 606), fill=(230, 220, 190))
        for k in range(int(rng.integers(4, 10))):
            y = top + 100 + 34 * k
            draw.rectangle((x + width // 3, y, x + 2 * width // 3, y + 18), fill=(236, 228, 204))
        x += width + 2
        if x > 2400:
            break
    return ink_unevenness(picture, seed)
