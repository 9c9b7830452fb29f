"""Where benchmarks find things. Paths are absolute; the project's root is the working folder."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"


def shared() -> Path:
    """The folder of data sets that are not part of the project; it need not exist."""
    return Path(os.environ.get("PIXIU_SHARED", ROOT / ".." / "shared")).resolve()


def release_build() -> Path:
    """The build that is measured: PIXIU_BUILD, by default build/release."""
    return Path(os.environ.get("PIXIU_BUILD", ROOT / "build" / "release")).resolve()


def bench_program(name: str) -> str:
    return str(release_build() / "bench" / f"bench_{name}")
