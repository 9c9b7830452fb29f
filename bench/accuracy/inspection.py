"""Runs `pixiu inspect --batch` on what the engine may know: ids, photos and references."""

import json
import os
import random
import subprocess
from pathlib import Path


def read_lines(path: Path) -> list[dict]:
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write_lines(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def stripped(cases: list[dict], folder: Path) -> list[dict]:
    """Only what the engine may know, with absolute paths."""
    return [{"id": case["id"], "photo": str(folder / case["photo"]),
             "references": [str(folder / path) for path in case["references"]]} for case in cases]


def disguised(cases: list[dict], folder: Path) -> tuple[list[dict], dict[str, str]]:
    """The same cases in another order, under others' ids and file names.

    Every file gets another file's name (a link in `folder`); returns the cases and, by the new id,
    the old one.
    """
    order = random.Random(20)  # noqa: S311 - the same disguise every time
    files = sorted({path for case in cases for path in (case["photo"], *case["references"])})
    names = [f"{place:05}-{Path(path).name}" for place, path in enumerate(files)]
    order.shuffle(names)
    alias = dict(zip(files, (folder / name for name in names)))
    for path, link in alias.items():
        os.symlink(path, link)
    ids = [case["id"] for case in cases]
    new_ids = ids[:]
    order.shuffle(new_ids)
    rows = [{"id": new_id, "photo": alias[case["photo"]].name,
             "references": [alias[path].name for path in case["references"]]}
            for new_id, case in zip(new_ids, cases)]
    order.shuffle(rows)
    return rows, dict(zip(new_ids, ids))


def inspect(pixiu: Path, cases: Path, mask_folder: Path, jobs: int) -> list[dict]:
    """Exit status 1 means lines with an error, which are answers too; anything else stops here."""
    command = [str(pixiu), "inspect", "--batch", str(cases), "--mask-dir", str(mask_folder),
               "--jobs", str(jobs)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"pixiu inspect ended with exit status {done.returncode}")
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def substance(result: dict, mask_folder: Path) -> dict:
    """A result without its id, its time and its mask's name, but with the mask."""
    kept = {key: value for key, value in result.items() if key not in ("id", "timing_ms", "mask")}
    if result.get("mask"):
        kept["mask_bytes"] = (mask_folder / result["mask"]).read_bytes()
    return kept


def differing_ids(plain: list[dict], plain_masks: Path, other: list[dict], other_masks: Path,
                  old_id: dict[str, str]) -> list[str]:
    """The cases whose findings depend on an id, a file name or the order; there should be none."""
    before = {result["id"]: substance(result, plain_masks) for result in plain}
    after = {old_id.get(result["id"]): substance(result, other_masks) for result in other}
    return sorted(name for name in before if before[name] != after.get(name))
