#!/usr/bin/env python3
"""Renders neighbouring views of the sample scenes: honest pairs that look almost alike.

usage: neighbours.py OUT_DIR [--scenes mug-0,book-1,...] [--views N] [--jobs N]

Each scene is one arrangement of a product. Two thirds of its views are a hand-held walk (steps of
0.2 to 6 degrees and up to a few cm), the rest are two bursts: the camera only trembles about its
own centre, so the frames of a burst are one rendering turned by up to 0.3 degrees, each with noise,
exposure and JPEG quality of its own. All views of a scene come from one camera, so they share its
sensor pattern. Writes OUT_DIR/SCENE/NNN.jpg and OUT_DIR/views.jsonl (scene, view, sequence, file,
product, is_flat, and the pose). Files already there are kept: run again to go on after a stop.
The same arguments give the same bytes. 12 scenes x 30 views hold 10,440 ordered pairs.
"""
import argparse
import dataclasses
import json
import math
import multiprocessing
import pathlib
import sys

import numpy as np
from scipy import ndimage

import catalogue
import textures
from rendering import Quality, camera_model, render

SCENES = ("book-0", "mug-0", "carton-0", "vase-0", "bottle-0", "book-1", "mug-1", "carton-1",
          "vase-1",
          "bottle-1", "book-2", "mug-2")
FLAT_PRODUCTS = ("book",)
LONG_SIDE, SHORT_SIDE = 960, 720
BURST_MARGIN = 1.06               # a burst is rendered wider by this, so that turning stays inside
BURST_DETAIL = 1.25               # and finer by this, so that turning does not blur
EXPOSURE = {"mug": 1.12, "carton": 1.0, "book": 1.45, "vase": 1.25, "bottle": 1.4}


def scene_seed(scene):
    product, number = scene.rsplit("-", 1)
    return 100 * catalogue.PRODUCTS.index(product) + int(number)


def walk(scene, count):
    """Changes against the usual view, one per step of a hand-held walk."""
    rng = textures.rng_of(scene_seed(scene), 71)
    azimuth = elevation = 0.0
    out = []
    for _ in range(count):
        step = math.exp(rng.uniform(math.log(0.2), math.log(6.0)))
        heading = rng.uniform(0, 2 * math.pi)
        azimuth += step * math.cos(heading)
        elevation += 0.6 * step * math.sin(heading)
        if abs(azimuth) > 16:
            azimuth -= 2 * step * math.cos(heading)
        if abs(elevation) > 7:
            elevation -= 1.2 * step * math.sin(heading)
        out.append(dict(azimuth=azimuth, elevation=elevation, distance=rng.uniform(-1.5, 1.5),
                        roll=rng.normal(0, 0.8), shift=tuple(rng.normal(0, 0.5, 3))))
    return out


def plan(scene, count):
    """Every view of a scene: [(view, sequence, pose changes, small turn or None)]."""
    per_burst = count // 6
    steps = walk(scene, count - 2 * per_burst + 2)
    views = [(k, "walk", change, None) for k, change in enumerate(steps[:-2])]
    rng = textures.rng_of(scene_seed(scene), 72)
    for name, anchor in (("burst-a", steps[-2]), ("burst-b", steps[-1])):
        for _ in range(per_burst):
            turn = tuple(rng.uniform(-1, 1, 3) * (0.12, 0.12, 0.3))
            views.append((len(views), name, anchor, turn))
    return views


def photo_size(product):
    return (SHORT_SIDE, LONG_SIDE) if catalogue.is_portrait(product) else (LONG_SIDE, SHORT_SIDE)


def turned(scene, turn_degrees, angle_degrees, size):
    """The view of a camera turned about its centre: pitch, yaw, roll; exact, as no depth enters.

    `scene` spans `angle_degrees` x BURST_MARGIN across; the result spans `angle_degrees`.
    """
    pitch, yaw, roll = (math.radians(t) for t in turn_degrees)
    height_in, width_in = scene.shape[:2]
    width, height = (round(s * BURST_DETAIL) for s in size)
    focal = width / 2 / math.tan(math.radians(angle_degrees) / 2)
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    x, y = (x - (width - 1) / 2) / focal, (y - (height - 1) / 2) / focal
    x, y = math.cos(roll) * x - math.sin(roll) * y, math.sin(roll) * x + math.cos(roll) * y
    x, z = math.cos(yaw) * x + math.sin(yaw), math.cos(yaw) - math.sin(yaw) * x
    y, z = math.cos(pitch) * y + math.sin(pitch) * z, math.cos(pitch) * z - math.sin(pitch) * y
    at = [y / z * focal + (height_in - 1) / 2, x / z * focal + (width_in - 1) / 2]
    return np.stack([ndimage.map_coordinates(scene[..., c], at, order=3, mode="nearest")
                     for c in range(3)], 2).clip(0)


def camera_and_shot(scene, number, product):
    rng = textures.rng_of(scene_seed(scene), 73, number)
    device = textures.rng_of(scene_seed(scene), 74)
    camera = camera_model.Camera(
        camera_seed=500 + scene_seed(scene), lens_sigma_px=device.uniform(0.45, 0.65),
        full_well_e=device.uniform(4000, 9000), sharpening=device.uniform(0.3, 0.6),
        denoise=device.uniform(0.2, 0.7), quality=int(rng.integers(85, 96)))
    shot = camera_model.Shot(
        shot_seed=7000 + number, exposure=EXPOSURE[product] * rng.uniform(0.92, 1.08),
        gain=rng.uniform(1.0, 2.5), white_balance=tuple(rng.uniform(0.98, 1.02, 2)))
    return camera, shot


def render_group(job):
    """One rendering and the photographs taken of it: a step of the walk, or a whole burst."""
    scene, views, out_dir = job
    product, number = scene.rsplit("-", 1)
    missing = [v for v in views if not photo_path(out_dir, scene, v[0]).exists()]
    if not missing:
        return scene, 0
    texture_dir = pathlib.Path(out_dir) / "textures"
    declares = catalogue.arrangement(product, int(number), texture_dir)
    size, change = photo_size(product), dict(missing[0][2])
    is_burst = missing[0][3] is not None
    view = catalogue.usual_view(product, **change)
    angle = view.angle
    if is_burst:
        tangent = math.tan(math.radians(angle) / 2) * BURST_MARGIN
        view = dataclasses.replace(view, angle=2 * math.degrees(math.atan(tangent)))
    factor = BURST_DETAIL * BURST_MARGIN if is_burst else 1
    quality = Quality(tuple(round(s * factor) for s in size), soft=1, bounce=False, antialias=0)
    linear = render(product, declares, view, quality, texture_dir)
    for index, _, _, turn in missing:
        seen = linear if turn is None else turned(linear, turn, angle, size)
        data = camera_model.photograph(seen, size, *camera_and_shot(scene, index, product))
        path = photo_path(out_dir, scene, index)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(data)
        part.replace(path)
    return scene, len(missing)


def photo_path(out_dir, scene, index):
    return pathlib.Path(out_dir) / scene / f"{index:03}.jpg"


def groups_of(scene, count):
    views = plan(scene, count)
    walked = [[v] for v in views if v[1] == "walk"]
    bursts = [[v for v in views if v[1] == name] for name in ("burst-a", "burst-b")]
    return walked + [b for b in bursts if b]


def write_list(scenes, count, out_dir):
    with open(pathlib.Path(out_dir) / "views.jsonl", "w", encoding="utf8") as out:
        for scene in scenes:
            product = scene.rsplit("-", 1)[0]
            for index, sequence, change, turn in plan(scene, count):
                pose = {k: np.round(v, 4).tolist() for k, v in change.items()}
                row = {"scene": scene, "view": index, "sequence": sequence,
                       "file": f"{scene}/{index:03}.jpg", "product": product,
                       "is_flat": product in FLAT_PRODUCTS, "pose": pose}
                if turn is not None:
                    row["turn_degrees"] = np.round(turn, 4).tolist()
                out.write(json.dumps(row) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out_dir", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--scenes", default=",".join(SCENES), help="default: all %(default)s")
    parser.add_argument("--views", type=int, default=30, help="views a scene, at least 6")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    scenes = args.scenes.split(",")
    (args.out_dir / "textures").mkdir(parents=True, exist_ok=True)
    done, total = 0, args.views * len(scenes)
    with multiprocessing.get_context("spawn").Pool(args.jobs) as pool:
        wanted = [s for s in scenes
                  if any(not photo_path(args.out_dir, s, v[0]).exists() for v in plan(s,
                                                                                      args.views))]
        pool.starmap(catalogue.arrangement, [
            (s.rsplit("-", 1)[0], int(s.rsplit("-", 1)[1]),
             args.out_dir / "textures") for s in wanted])
        work = [(s, group, args.out_dir) for s in wanted for group in groups_of(s, args.views)]
        for scene, count in pool.imap_unordered(render_group, work):
            done += count
            print(f"\r{done} rendered of {total}, last {scene}   ", end="", file=sys.stderr)
    write_list(scenes, args.views, args.out_dir)
    print(f"\n{total} views listed in {args.out_dir / 'views.jsonl'}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
