"""What the answers of `pixiu inspect --batch` are worth, held against labelled cases.

The shares are defined as in the evaluation's own score.py; a missing or broken answer never helps.
"""

import math
import statistics
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

MASK_THRESHOLD = 128


@dataclass
class Scored:
    """One case and what was answered about it."""
    case: dict
    result: dict
    iou: float | None = None     # only where the case has a mask
    mask_share: float = 0.0      # of the picture at the threshold
    is_broken: bool = field(init=False)

    def __post_init__(self):
        p = self.result.get("probability")
        self.is_broken = "error" in self.result or not (
            isinstance(p, (int, float)) and math.isfinite(p) and 0 <= p <= 1)

    @property
    def kind(self) -> str:
        return self.case["kind"]

    @property
    def is_derived(self) -> bool:
        return bool(self.case.get("derived"))

    @property
    def is_honest(self) -> bool:
        return self.case["label"] == "genuine"

    @property
    def scene(self) -> str:
        """The photographed thing: a reference's name before the dash, or its folder."""
        first = Path(self.case["references"][0])
        return first.stem.rsplit("-", 1)[0] if first.parent.name == "references" else \
            first.parent.name

    @property
    def band(self) -> str:
        if self.is_broken:
            return "contradicted" if self.is_honest else "clear"
        return self.result.get("band", "")

    def said_of_origin(self) -> dict:
        return {} if self.is_broken else self.result.get("derived_from_reference") or {}

    def is_called_derived(self) -> bool:
        if self.is_broken:
            return not self.is_derived
        return (self.said_of_origin().get("probability") or 0) >= 0.5

    def is_edit_answer_right(self) -> bool:
        return self.said_of_origin().get("edited") is self.case["edited"]

    def raw_ratio(self) -> float | None:
        """log10 likelihood ratio of "made from this very picture", before calibration."""
        for finding in self.result.get("findings", []):
            if finding["examiner"] == "same_capture":
                value = finding.get("details", {}).get("raw_log10_likelihood_ratio")
                if value is not None:
                    return value
        return None


def read_mask(path: Path | None) -> np.ndarray | None:
    if path is None or not path.exists():
        return None
    with Image.open(path) as picture:
        return np.asarray(picture.convert("L"))


def scored(case: dict, result: dict, cases_folder: Path, mask_folder: Path) -> Scored:
    """The case with its pixel figures; a mask of the wrong size finds nothing."""
    row = Scored(case, result)
    found = read_mask(mask_folder / result["mask"] if result.get("mask") else None)
    if found is not None:
        row.mask_share = float((found >= MASK_THRESHOLD).mean())
    if case.get("mask"):
        truth = read_mask(cases_folder / case["mask"]) >= MASK_THRESHOLD
        row.iou = 0.0
        if found is not None and found.shape == truth.shape:
            altered = found >= MASK_THRESHOLD
            row.iou = float((truth & altered).sum() / max(1, (truth | altered).sum()))
    return row


def share(rows: list[Scored], is_so) -> float | None:
    return sum(map(is_so, rows)) / len(rows) if rows else None


def kind_figures(rows: list[Scored]) -> dict:
    """The figures of one kind, scene or whole run; absent (None) where nothing can be said."""
    derived = [r for r in rows if r.is_derived]
    other = [r for r in rows if r.case.get("derived") is False]
    honest = [r for r in rows if r.is_honest]
    edited = [r for r in rows if "edited" in r.case]
    # A mask is promised for what was made from a reference, not for edits of other photos.
    overlaps = [r.iou for r in derived if r.iou is not None]
    return {
        "cases": len(rows),
        "derived_recall": share(derived, Scored.is_called_derived),
        "derived_false": share(other, Scored.is_called_derived),
        "edited_right": share(edited, Scored.is_edit_answer_right),
        "contradicted": share([r for r in rows if not r.is_honest],
                              lambda r: r.band == "contradicted"),
        "false_review": share(honest, lambda r: r.band == "review"),
        "false_contradicted": share(honest, lambda r: r.band == "contradicted"),
        "iou": statistics.fmean(overlaps) if overlaps else None,
    }


def groups(rows: list[Scored], key) -> dict[str, list[Scored]]:
    out: dict[str, list[Scored]] = {}
    for row in sorted(rows, key=key):
        out.setdefault(key(row), []).append(row)
    return out


def print_table(title: str, named_rows: dict[str, list[Scored]]) -> None:
    tables = {name: kind_figures(rows) for name, rows in named_rows.items()}
    columns = list(next(iter(tables.values())))
    print(f"\n{title:<24}" + "".join(f"{c.replace('false_', 'f_')[:14]:>16}" for c in columns))
    for name, figures in tables.items():
        cells = ["-" if v is None else f"{v}" if isinstance(v, int) else f"{v:.4f}"
                 for v in figures.values()]
        print(f"{name:<24}" + "".join(f"{cell:>16}" for cell in cells))


def print_overlaps(rows: list[Scored]) -> None:
    print(f"\n{'pixel IoU':<24}" + "".join(f"{c:>9}" for c in ("cases", "mean", "min", "p10",
                                                              "median", "p90", "max")))
    for kind, group in groups([r for r in rows if r.is_derived and r.iou is not None],
                              lambda r: r.kind).items():
        values = np.array([r.iou for r in group])
        cells = [values.mean(), values.min(), *np.percentile(values, (10, 50, 90)), values.max()]
        print(f"{kind:<24}{len(values):>9}" + "".join(f"{cell:>9.3f}" for cell in cells))


def print_cases_of_note(rows: list[Scored]) -> None:
    """Every wrong answer and every weak mask, one line each, so that each can be looked at."""
    notes = []
    for row in rows:
        wrong = []
        if row.is_broken:
            wrong.append("no usable answer: " + str(row.result.get("error", "broken")))
        if "derived" in row.case and row.is_called_derived() != row.is_derived:
            wrong.append("derived" if row.is_derived else "not derived")
        if "edited" in row.case and not row.is_edit_answer_right():
            wrong.append(f"edited is {row.case['edited']}")
        if row.is_honest and row.band != "clear":
            wrong.append("honest, band " + row.band)
        if row.case.get("edited") and row.band != "contradicted":
            wrong.append("edited copy, band " + row.band)
        if row.case.get("edited") is False and row.mask_share > 0.001:
            wrong.append(f"mask covers {row.mask_share:.2%} of an unedited copy")
        if row.is_derived and row.iou is not None and row.iou < 0.3:
            wrong.append(f"IoU {row.iou:.2f}")
        if wrong:
            ratio = row.raw_ratio()
            notes.append(f"  {row.case['id']} {row.kind} {row.case['transport']} {row.scene}"
                         f" (log10 LR {'-' if ratio is None else f'{ratio:.2f}'}): "
                         + "; ".join(wrong))
    print(f"\ncases of note: {len(notes)}")
    print("\n".join(notes))


def margins(rows: list[Scored]) -> dict:
    """Worst positive against worst negative, log10 likelihood ratios before calibration."""
    positives = [r.raw_ratio() for r in rows if r.is_derived]
    negatives = [r.raw_ratio() for r in rows if r.case.get("derived") is False]
    return {
        "worst_positive_log10_ratio": min((p for p in positives if p is not None), default=None),
        "worst_negative_log10_ratio": max((n for n in negatives if n is not None), default=None),
    }
