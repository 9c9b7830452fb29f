"""Runs POV-Ray on one view of a scene and returns the linear picture.

A view is the camera of one shot; an arrangement is what stands on the table (see catalogue.py).
"""
import dataclasses
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "camera"))
import camera as camera_model  # noqa: E402  (its folder is put on the path just above)


@dataclasses.dataclass(frozen=True)
class View:
    """Where the camera is: degrees and cm around a target; x right, y up, z away from us."""
    azimuth: float
    elevation: float
    distance: float
    target: tuple = (0.0, 5.0, 0.0)
    roll: float = 0.0
    angle: float = 38.0               # horizontal field of view
    shift: tuple = (0.0, 0.0, 0.0)    # hand-held displacement of the whole camera


@dataclasses.dataclass(frozen=True)
class Quality:
    """How a view is rendered; size in pixels of the rendering, not of the photograph."""
    size: tuple
    soft: int = 4                     # area light samples a side
    bounce: bool = True               # one radiosity bounce
    antialias: float = 0.1            # 0: off


def camera_vectors(view):
    azimuth, elevation = math.radians(view.azimuth), math.radians(view.elevation)
    target = np.array(view.target) + np.array(view.shift)
    back = np.array([math.sin(azimuth) * math.cos(elevation), math.sin(elevation),
                     -math.cos(azimuth) * math.cos(elevation)])
    ahead = -back
    level = np.array([math.cos(azimuth), 0.0, math.sin(azimuth)])
    up = np.cross(ahead, level)
    roll = math.radians(view.roll)
    sky = math.cos(roll) * up + math.sin(roll) * level
    return target + back * view.distance, target, sky


def pov_value(value):
    if isinstance(value, str):
        return '"' + value + '"'
    if isinstance(value, (tuple, list, np.ndarray)):
        return "<" + ", ".join(f"{float(v):.6f}" for v in value) + ">"
    return repr(float(value))


def render(scene, declares, view, quality, texture_dir, keep=None):
    """Linear RGB, float32; the PPM is copied to `keep` when given.

    Raises RuntimeError with POV-Ray's last words when it fails.
    """
    at, to, sky = camera_vectors(view)
    width, height = quality.size
    values = dict(declares, Camera_at=at, Camera_to=to, Camera_sky=sky, Camera_angle=view.angle,
                  Aspect=width / height, Soft=quality.soft, Bounce=int(quality.bounce))
    with tempfile.TemporaryDirectory(prefix="pixiu-pov-") as folder:
        main = pathlib.Path(folder) / "main.pov"
        text = "".join(f"#declare {name} = {pov_value(value)};\n" for name, value in values.items())
        main.write_text(text + f'#include "{scene}.pov"\n')
        out = pathlib.Path(folder) / "out.ppm"
        command = ["povray", "-D", "+WT1", "+FP16", "File_Gamma=1.0", f"+I{main}", f"+O{out}",
                   f"+W{width}", f"+H{height}", f"+L{HERE / 'scenes'}", f"+L{texture_dir}"]
        command += [f"+A{quality.antialias}", "+AM1", "+R2", "-J"] if quality.antialias else ["-A"]
        if quality.bounce:
            command.append("+HR")
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True,
                              env=dict(os.environ, HOME=folder))
        if done.returncode != 0 or not out.exists():
            where = max(0, done.stderr.find("[Parsing"))
            raise RuntimeError(f"povray failed on {scene}: {done.stderr[where:]}")
        picture = camera_model.read_linear(out)
        if keep is not None:
            part = pathlib.Path(f"{keep}.part")
            shutil.copyfile(out, part)
            part.replace(keep)
        return picture
