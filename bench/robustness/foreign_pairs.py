"""Pairs of pictures of which neither was made from the other, group by group."""

import itertools
import json
import random
import subprocess
import sys
from pathlib import Path

import bench_paths

NEIGHBOURS = bench_paths.ROOT / "build" / "neighbours"
GROCERY_STEP = 5         # every n-th of the grocery photographs against all references
BURST_TURNED_LITTLE = 0.1  # degrees between two frames of a burst


def scene_of(path: Path) -> str:
    """headphones-03.jpg of a data set, or a folder of samples."""
    return path.stem.rsplit("-", 1)[0] if path.parent.name == "references" else path.parent.name


class PairSet:
    """References, and photos each with the references it is compared with."""

    def __init__(self, references: list[Path]):
        self.references = references
        self.index = {path: i for i, path in enumerate(references)}
        self.against: dict[Path, list] = {}

    def add(self, photo: Path, reference: Path, group: str) -> None:
        self.against.setdefault(photo, []).append([self.index[reference], group])

    def spec(self) -> dict:
        return {"references": [str(path) for path in self.references],
                "photos": [{"path": str(path), "against": rows}
                           for path, rows in self.against.items()]}


def against_each_other(photographs: list[Path]) -> PairSet:
    pairs = PairSet(photographs)
    for photo, reference in itertools.permutations(photographs, 2):
        same = scene_of(photo) == scene_of(reference)
        pairs.add(photo, reference, "photographs, same scene" if same else
                  "photographs, other scene")
    return pairs


def labelled(path: Path) -> list[dict]:
    if not path.exists():
        return []
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def honest_photos(pairs: PairSet) -> None:
    """Customers' photos of refund-dev against their own references and all other scenes'."""
    folder = bench_paths.shared() / "data" / "refund-dev"
    for case in labelled(folder / "cases.jsonl"):
        if case.get("derived") is not False:
            continue
        own = [folder / name for name in case["references"]]
        for reference in pairs.references:
            if reference in own:
                pairs.add(folder / case["photo"], reference, "customers' photos, own references")
            elif case["label"] == "genuine" and scene_of(reference) != scene_of(own[0]):
                pairs.add(folder / case["photo"], reference, "customers' photos, other scene")


def unrelated_photos(pairs: PairSet) -> None:
    data = bench_paths.shared() / "data"
    cases = labelled(data / "blind-dev" / "cases.jsonl")
    photos = [data / "blind-dev" / case["photo"] for case in cases if case["label"] == "genuine"]
    photos += sorted((data / "train" / "grocery").glob("*.jpg"))[::GROCERY_STEP]
    for photo, reference in itertools.product(photos, pairs.references):
        pairs.add(photo, reference, "unrelated photos")


def grocery_neighbours() -> PairSet:
    """Small photographs of the same kind of packed goods on the shelf: printed, flat, alike."""
    paths = sorted((bench_paths.shared() / "data" / "train" / "grocery").glob("Packages_*.jpg"))
    pairs = PairSet(paths)
    for photo, reference in itertools.permutations(paths, 2):
        if photo.stem.rsplit("_", 1)[0] == reference.stem.rsplit("_", 1)[0]:
            pairs.add(photo, reference, "same packed goods")
    return pairs


def ensure_neighbours(may_be_absent: bool) -> list[dict]:
    listing = NEIGHBOURS / "views.jsonl"
    if not listing.exists():
        if may_be_absent:
            print("build/neighbours is not complete: no rendered neighbouring views")
            return []
        tool = bench_paths.ROOT / "tools" / "samples" / "neighbours.py"
        subprocess.run([sys.executable, str(tool), str(NEIGHBOURS)], check=True)
    return labelled(listing)


def neighbour_group(a: dict, b: dict) -> str:
    """Flat or not; frames of one burst by how far the camera turned between them."""
    group = "neighbours, flat" if a["is_flat"] else "neighbours"
    if a["sequence"] != b["sequence"] or "turn_degrees" not in a:
        return group
    turn = sum((x - y) ** 2 for x, y in zip(a["turn_degrees"], b["turn_degrees"])) ** 0.5
    return group + (", burst, turned less" if turn < BURST_TURNED_LITTLE else ", burst")


def rendered_neighbours(views: list[dict]) -> list[PairSet]:
    sets = []
    for scene in sorted({view["scene"] for view in views}):
        own = [view for view in views if view["scene"] == scene]
        pairs = PairSet([NEIGHBOURS / view["file"] for view in own])
        for a, b in itertools.permutations(own, 2):
            pairs.add(NEIGHBOURS / a["file"], NEIGHBOURS / b["file"], neighbour_group(a, b))
        sets.append(pairs)
    return sets


def thinned(sets: list[dict], pairs_max: int | None) -> list[dict]:
    """About `pairs_max` pairs of each group, spread over all of it; of neighbours all."""
    if pairs_max is None:
        return sets
    rows = [(group, s, p, a) for s, spec in enumerate(sets)
            for p, photo in enumerate(spec["photos"]) for a, (_, group) in
            enumerate(photo["against"])]
    random.Random(20).shuffle(rows)  # noqa: S311 - the same choice every time
    kept, count = set(), {}
    for group, *where in rows:
        count[group] = count.get(group, 0) + 1
        if count[group] <= pairs_max or group.startswith("neighbours"):
            kept.add(tuple(where))
    out = []
    for s, spec in enumerate(sets):
        photos = [{"path": photo["path"],
                   "against": [row for a, row in enumerate(photo["against"]) if (s, p, a) in kept]}
                  for p, photo in enumerate(spec["photos"])]
        out.append({"references": spec["references"],
                    "photos": [photo for photo in photos if photo["against"]]})
    return [spec for spec in out if spec["photos"]]


def all_sets(photographs: list[Path], options) -> list[dict]:
    pairs = against_each_other(photographs)
    honest_photos(pairs)
    unrelated_photos(pairs)
    sets = [*rendered_neighbours(ensure_neighbours(options.no_neighbours)), pairs,
            grocery_neighbours()]
    return thinned([s.spec() for s in sets if s.against], options.pairs)
