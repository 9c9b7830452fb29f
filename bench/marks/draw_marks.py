#!/usr/bin/python3
"""Draws visible AI marks over photographs, as vendors draw them, for bench/marks.

draw_marks.py SHARED OUT [COUNT]

Writes OUT/NNNN.jpg, OUT/marks.tsv (file, phrase, vendor, height as a share of the shorter side,
kind, box) and OUT/honest.txt (every honest photograph, those of exif too). Marks are drawn over
those of refund-dev and blind-dev. The same arguments give the same pictures. Needs Pillow and the
fonts of fonts-noto-cjk.
"""

import json
import random
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = [f"/usr/share/fonts/opentype/noto/Noto{kind}CJK-{weight}.ttc"
         for kind in ("Sans", "Serif") for weight in ("Regular", "Bold")]
PHRASES = [("AI生成", ""), ("人工智能生成", ""), ("豆包AI生成", "doubao"), ("★即梦AI", "jimeng"),
           ("千问AI生成", "qwen"), ("可灵AI生成", "kling"), ("百度AI生成", "baidu"),
           ("RunningHub AI生成", "runninghub"), ("AI generated", ""), ("内容由AI生成", "")]
KINDS = ("plain", "half transparent", "shadow", "pill", "half cropped", "small")
HONEST = {"genuine_next_view", "genuine_twin", "genuine_far_view"}


def honest_photos(shared: Path) -> list[Path]:
    photos = []
    for name in ("refund-dev", "blind-dev"):
        folder = shared / "data" / name
        with open(folder / "cases.jsonl", encoding="utf-8") as lines:
            for line in lines:
                case = json.loads(line)
                is_honest = case.get("label") in ("genuine", "honest", "authentic")
                if is_honest or case["kind"] in HONEST:
                    photos.append(folder / case["photo"])
    for path in sorted((shared / "data" / "exif").rglob("*")):
        if path.suffix.lower() in (".jpg", ".heic", ".tiff"):
            photos.append(path)
    return list(dict.fromkeys(photos))


def tile(text: str, font: ImageFont.FreeTypeFont, kind: str, tone: int) -> Image.Image:
    """The mark with its ground, transparent around it."""
    left, top, right, bottom = font.getbbox(text)
    pad = font.size // 2 if kind == "pill" else font.size // 6
    size = (right - left + 2 * pad, bottom - top + 2 * pad)
    layer = Image.new("RGBA", size, (tone, tone, tone, 0))
    draw = ImageDraw.Draw(layer)
    place = (pad - left, pad - top)
    if kind == "pill":
        draw.rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), size[1] // 2, (20, 20, 20, 130))
    if kind == "shadow":
        offset = max(1, font.size // 16)
        draw.text((place[0] + offset, place[1] + offset), text, font=font, fill=(0, 0, 0, 150))
    alpha = 140 if kind == "half transparent" else 235
    draw.text(place, text, font=font, fill=(tone, tone, tone, alpha))
    return layer


def draw_mark(photo: Image.Image, chance: random.Random, text: str,
              kind: str) -> tuple[float, str]:
    """The type's height as a share of the shorter side, and the mark's box: x,y,width,height."""
    side = min(photo.size)
    share = chance.uniform(0.025, 0.035) if kind == "small" else chance.uniform(0.04, 0.06)
    font = ImageFont.truetype(chance.choice(FONTS), max(10, round(side * share)), index=2)
    mark = tile(text, font, kind, 30 if chance.random() < 0.1 else 255)
    margin = round(side * chance.uniform(0.01, 0.04))
    is_right, is_top = chance.random() < 0.7, kind == "pill" or chance.random() < 0.25
    x = photo.width - mark.width - margin if is_right else margin
    y = margin if is_top else photo.height - mark.height - margin
    if kind == "half cropped":
        x = photo.width - mark.width + round(0.18 * mark.width)
        is_top = False
    photo.paste(mark, (x, y), mark)
    return font.size / side, f"{x},{y},{mark.width},{mark.height}"


def main() -> None:
    shared, out = Path(sys.argv[1]), Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 400
    out.mkdir(parents=True, exist_ok=True)
    photos = honest_photos(shared)
    (out / "honest.txt").write_text("".join(f"{path}\n" for path in photos), encoding="utf-8")
    pictures = [path for path in photos
                if path.suffix.lower() == ".jpg" and "exif" not in path.parts]
    rows = []
    for index in range(count):
        chance = random.Random(index)
        photo = Image.open(chance.choice(pictures)).convert("RGB")
        text, vendor = PHRASES[index % len(PHRASES)]
        kind = KINDS[index // len(PHRASES) % len(KINDS)]
        share, box = draw_mark(photo, chance, text, kind)
        name = f"{index:04}.jpg"
        photo.save(out / name, quality=chance.choice((75, 85, 92)))
        rows.append(f"{name}\t{text}\t{vendor}\t{share:.4f}\t{kind}\t{box}\n")
    (out / "marks.tsv").write_text("".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
