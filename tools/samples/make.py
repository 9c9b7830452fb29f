#!/usr/bin/env python3
"""Makes everything under samples/ again from nothing: pictures, doctored versions, lists.

usage: make.py [--out DIR] [--work DIR] [--jobs N] [--products A,B]

1. textures and 30 renderings (kept in --work for a quick second run) through the camera model;
2. doctored pictures, painted on the listing or on an honest photo and sent through a transport;
3. MANIFEST.json (digest, origin and licence of every file) and cases.jsonl (labels for batch runs).
The result is byte-identical on every run with the same POV-Ray, numpy, scipy and Pillow.
Takes about 10 minutes on two free cores, one minute when --work is complete.
"""
import argparse
import hashlib
import io
import json
import pathlib
import sys
import tempfile

import numpy as np
from PIL import Image

import cases
import catalogue
import photos
import textures
import transport

SUBSAMPLING = "4:2:0"
SIZE_BYTES_MAX = 160_000


def load_srgb(path):
    return np.asarray(Image.open(path).convert("RGB"))


def encode(picture, quality):
    """JPEG at `quality`, lowered until the file is small enough to be committed."""
    while True:
        out = io.BytesIO()
        Image.fromarray(picture).save(out, "JPEG", quality=quality, subsampling=SUBSAMPLING)
        if out.tell() <= SIZE_BYTES_MAX or quality <= 60:
            return out.getvalue(), quality
        quality -= 3


def case_line(case):
    line = {"id": f"{case.product}-{case.file}", "kind": case.kind,
            "label": "genuine" if case.kind.startswith("genuine") else "forged",
            "transport": case.transport, "photo": f"{case.product}/{case.file}.jpg",
            "references": [f"{case.product}/{name}.jpg" for name in photos.MERCHANT_VIEWS],
            "derived": case.kind.startswith("derived")}
    if line["derived"]:
        line["edited"] = case.damage is not None
    if case.kind.startswith("own"):
        line["against"] = "genuine_twin"
    return line


def write_case(case, out_dir):
    """Edit, transport, encode; returns the manifest row and the line of cases.jsonl."""
    if cases.is_photograph(case):
        return None, case_line(case)
    folder = out_dir / case.product
    source = load_srgb(folder / f"{case.source}.jpg")
    picture, mask = source, None
    if case.damage is not None:
        edited, mask = cases.apply_damage(case, source)
        picture = edited
    number = int.from_bytes(hashlib.sha256(case.file.encode()).digest()[:4], "big")
    send = transport.TRANSPORTS[case.transport]
    picture, mask, quality = send(picture, mask, textures.rng_of(number, 81))
    data, quality = encode(np.ascontiguousarray(picture), quality)
    (folder / f"{case.file}.jpg").write_bytes(data)
    row = {"file": f"{case.product}/{case.file}.jpg", "kind": case.kind,
           "made_from": f"{case.product}/{case.source}.jpg", "transport": case.transport,
           "quality": quality}
    line = case_line(case)
    if mask is not None:
        name = f"{case.product}/masks/{case.file}.png"
        (folder / "masks").mkdir(exist_ok=True)
        level = Image.fromarray(mask.astype(np.uint8) * 255).convert("1")
        level.save(out_dir / name, "PNG", optimize=True)
        row["mask"] = line["mask"] = name
        row["edited_share"] = round(float(mask.mean()), 5)
    return row, line


def write_lists(out_dir, rows, lines):
    for row in rows:
        row["sha256"] = hashlib.sha256((out_dir / row["file"]).read_bytes()).hexdigest()
        if "mask" in row:
            row["mask_sha256"] = hashlib.sha256((out_dir / row["mask"]).read_bytes()).hexdigest()
    manifest = {"licence": "Apache-2.0", "made_by": "tools/samples/make.py",
                "how": "POV-Ray scenes of tools/samples through tools/camera; nothing foreign",
                "files": sorted(rows, key=lambda row: row["file"])}
    (out_dir / "MANIFEST.json").write_text(
        json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (out_dir / "cases.jsonl").write_text(text, encoding="utf8")


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, default=here.parent.parent / "samples")
    parser.add_argument("--work", type=pathlib.Path,
                        help="keeps textures and renderings; default: none kept")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--products", default=",".join(catalogue.PRODUCTS))
    args = parser.parse_args()
    products = args.products.split(",")
    with tempfile.TemporaryDirectory(prefix="pixiu-samples-") as scratch:
        work_dir = args.work or pathlib.Path(scratch)
        work_dir.mkdir(parents=True, exist_ok=True)
        rows = photos.write_all(work_dir, args.out, args.jobs, products)
    lines = []
    for case in cases.CASES:
        if case.product in products:
            row, line = write_case(case, args.out)
            rows += [] if cases.is_photograph(case) else [row]
            lines.append(line)
    write_lists(args.out, rows, lines)
    print(f"{len(rows)} pictures, {len(lines)} cases in {args.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
