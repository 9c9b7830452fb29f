"""Tables of what bench_robustness measured."""

import statistics
from pathlib import Path

NOTED_MAX = 12


def is_false(row: dict) -> bool:
    return row["relation"] == "same_capture"


def grouped(rows: list[dict], key: str) -> dict[str, list[dict]]:
    out: dict[str, list[dict]] = {}
    for row in rows:
        out.setdefault(row[key], []).append(row)
    return out


def recall(rows: list[dict]) -> float:
    return sum(row["relation"] == "same_capture" for row in rows) / len(rows)


def ratios(rows: list[dict]) -> list[float]:
    return sorted(row["log10_ratio"] for row in rows)


def percentile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def short(path: str) -> str:
    return "/".join(Path(path).parts[-2:])


def print_copies(rows: list[dict]) -> None:
    print(f"\n{'transform':<22}{'copies':>8}{'recall':>9}{'lowest':>9}{'1 %':>8}{'median':>8}"
          "   log10 likelihood ratio; photographs with misses")
    for name, group in grouped(rows, "transform").items():
        ordered = ratios(group)
        missed: dict[str, int] = {}
        for row in group:
            if row["relation"] != "same_capture":
                missed[short(row["photo"])] = missed.get(short(row["photo"]), 0) + 1
        worst = sorted(missed.items(), key=lambda item: -item[1])[:4]
        print(f"{name:<22}{len(group):>8}{recall(group):>9.4f}{ordered[0]:>9.2f}"
              f"{percentile(ordered, 0.01):>8.2f}{statistics.median(ordered):>8.2f}   "
              + ", ".join(f"{photo} {count}" for photo, count in worst))


def print_pairs(rows: list[dict]) -> None:
    print(f"\n{'pairs of foreign pictures':<38}{'pairs':>8}{'false':>7}{'highest':>9}{'99.9 %':>8}"
          f"{'99 %':>8}{'same scene':>12}   log10 likelihood ratio")
    for name, group in sorted(grouped(rows, "group").items()):
        ordered = ratios(group)
        same_scene = sum(row["relation"] == "same_scene" for row in group) / len(group)
        print(f"{name:<38}{len(group):>8}{sum(map(is_false, group)):>7}{ordered[-1]:>9.2f}"
              f"{percentile(ordered, 0.999):>8.2f}{percentile(ordered, 0.99):>8.2f}"
              f"{same_scene:>12.3f}")
    print("\nnearest to being taken for copies:")
    for row in sorted(rows, key=lambda r: -r["log10_ratio"])[:NOTED_MAX]:
        print(f"  {row['log10_ratio']:>7.2f}  {row['relation']:<13}{row['group']}: "
              f"{short(row['photo'])} against {short(row['reference'])}")
