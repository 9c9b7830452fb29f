#!/usr/bin/env python3
"""Camera model: a linear rendering in, a JPEG as a phone camera would write it out.

Light -> lens -> sensor -> ISP -> JPEG, each step a pure function of (picture, Camera, Shot).
Physics, parameters, units, sources and limits: docs/methods/camera_model.md.
Deterministic: the same input, Camera and Shot give the same bytes with the same library versions.
Needs Debian's python3-numpy, python3-scipy, python3-pil.
"""
import argparse
import dataclasses
import io
import pathlib
import sys

import numpy as np
from PIL import Image
from scipy import ndimage


@dataclasses.dataclass(frozen=True)
class Camera:
    """What stays the same from shot to shot: lens, sensor and image processing of one device."""
    camera_seed: int = 1              # selects the fixed sensor pattern (PRNU, DSNU, hot pixels)
    lens_sigma_px: float = 0.55       # Gaussian blur of lens and anti-alias filter, output pixels
    corner_blur: float = 0.5          # extra blur in the corner, as a share of lens_sigma_px
    vignetting: float = 0.18          # light lost in the corner, 0..1
    aberration: float = 0.0004        # lateral chromatic aberration: radial scale of red and blue
    distortion: float = 0.0           # radial distortion k1 on the half-diagonal
    full_well_e: float = 6000.0       # electrons at saturation of a pixel at base gain
    read_noise_e: float = 2.5         # read noise, electrons rms
    prnu: float = 0.010               # pixel-to-pixel response, relative standard deviation
    dsnu_e: float = 0.6               # pixel-to-pixel dark offset, electrons rms
    bits: int = 12                    # converter
    black_level: int = 64             # converter counts
    crosstalk: float = 0.12           # share of light a colour filter lets through from the others
    channel_response: tuple = (0.52, 1.0, 0.62)   # red, green, blue response to a white scene
    demosaic: str = "malvar"          # "malvar" or "bilinear"
    denoise: float = 0.5              # luma noise reduction, 0 off .. 1 strong
    chroma_blur_px: float = 1.5       # chroma noise reduction, output pixels
    contrast: float = 0.25            # S-curve on top of sRGB gamma, 0 off .. 1 strong
    sharpening: float = 0.45          # unsharp mask amount
    sharpening_sigma_px: float = 0.9
    quality: int = 90                 # JPEG quality, libjpeg scale
    subsampling: str = "4:2:0"        # "4:4:4", "4:2:2" or "4:2:0"


@dataclasses.dataclass(frozen=True)
class Shot:
    """What changes from shot to shot."""
    shot_seed: int = 1                # selects shot and read noise
    exposure: float = 1.0             # factor on scene light; 1.0 puts linear 1.0 at saturation
    gain: float = 1.0                 # analogue gain (ISO / base ISO): fewer electrons per count
    white_balance: tuple = (1.0, 1.0)  # error of the red and blue gain
    orientation: int = 1              # EXIF orientation written, 1..8; pixels turned to match


# ----------------------------------------------------------------------------- input

def read_linear(path):
    """Linear RGB, float32, H x W x 3, 1.0 = saturation; from a linear PPM or an sRGB file."""
    path = pathlib.Path(path)
    if path.suffix == ".ppm":
        return read_ppm(path.read_bytes())
    srgb = np.asarray(Image.open(path).convert("RGB"), np.float32) / 255
    return linear_from_srgb(srgb)


def read_ppm(data):
    """Binary PPM (P6), 8 or 16 bits a sample, taken as linear light."""
    fields, at = [], 0
    while len(fields) < 4:
        end = at
        while data[end:end + 1] not in (b" ", b"\n", b"\t", b"\r"):
            end += 1
        if data[at:at + 1] == b"#":
            end = data.index(b"\n", at)
        elif end > at:
            fields.append(data[at:end])
        at = end + 1
    if fields[0] != b"P6":
        raise ValueError("not a binary PPM (P6)")
    width, height, top = (int(f) for f in fields[1:])
    dtype = ">u2" if top > 255 else "u1"
    samples = np.frombuffer(data, dtype, width * height * 3, at)
    return samples.reshape(height, width, 3).astype(np.float32) / top


def linear_from_srgb(srgb):
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def srgb_from_linear(linear):
    linear = np.clip(linear, 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


# ----------------------------------------------------------------------------- lens

def lens(scene, size, camera):
    """Blur, distortion, lateral colour and vignetting; resampled to `size` (width, height) pixels.

    A scene rendered larger than `size` is averaged down, which stands for the pixel aperture.
    """
    width, height = size
    scale = scene.shape[1] / width
    sharp = [ndimage.gaussian_filter(scene[..., c], camera.lens_sigma_px * scale, mode="nearest")
             for c in range(3)]
    soft_sigma = camera.lens_sigma_px * camera.corner_blur * scale
    soft = [ndimage.gaussian_filter(p, soft_sigma * 2, mode="nearest") if soft_sigma > 0 else p
            for p in sharp]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    dx, dy = x - (width - 1) / 2, y - (height - 1) / 2
    radius2 = (dx ** 2 + dy ** 2) / ((width ** 2 + height ** 2) / 4)
    out = np.empty((height, width, 3), np.float32)
    for c in range(3):
        radial = (1 + camera.aberration * (1 - c)) * (1 + camera.distortion * radius2)
        at = [(dy * radial + (height - 1) / 2 + 0.5) * scale - 0.5,
              (dx * radial + (width - 1) / 2 + 0.5) * scale - 0.5]
        near = ndimage.map_coordinates(sharp[c], at, order=1, mode="nearest")
        far = ndimage.map_coordinates(soft[c], at, order=1, mode="nearest")
        out[..., c] = near + (far - near) * radius2 ** 2
    return out * (1 - camera.vignetting * radius2[..., None] ** 1.5)


# ----------------------------------------------------------------------------- sensor

def bayer_sites(height, width):
    """Index 0, 1, 2 (red, green, blue) of the colour filter over each pixel, RGGB."""
    sites = np.ones((height, width), np.uint8)
    sites[0::2, 0::2] = 0
    sites[1::2, 1::2] = 2
    return sites


def crosstalk_matrix(camera):
    k = camera.crosstalk
    return np.array([[1 - k, k * 0.8, k * 0.2],
                     [k * 0.5, 1 - k, k * 0.5],
                     [k * 0.2, k * 0.8, 1 - k]], np.float32)


def sensor_pattern(height, width, camera):
    """The device's fixed pattern: relative response and dark offset in electrons."""
    rng = np.random.Generator(np.random.PCG64([camera.camera_seed, 0x5EED]))
    response = 1 + camera.prnu * rng.standard_normal((height, width), np.float32)
    offset = camera.dsnu_e * rng.standard_normal((height, width), np.float32)
    hot = rng.random((height, width), np.float32) < 2e-6
    return response, offset + hot * 400


def expose(light, camera, shot):
    """Converter counts of the Bayer mosaic."""
    height, width = light.shape[:2]
    sites = bayer_sites(height, width)
    filtered = (light @ crosstalk_matrix(camera).T) * np.array(camera.channel_response, np.float32)
    mosaic = np.take_along_axis(filtered, sites[..., None].astype(np.intp), 2)[..., 0]
    well = camera.full_well_e / shot.gain
    response, offset = sensor_pattern(height, width, camera)
    electrons = np.clip(mosaic * shot.exposure, 0, 4) * well * response
    rng = np.random.Generator(np.random.PCG64([camera.camera_seed, shot.shot_seed, 0x5407]))
    electrons = rng.poisson(electrons).astype(np.float32)
    electrons += offset + camera.read_noise_e * rng.standard_normal((height, width), np.float32)
    top = 2 ** camera.bits - 1
    counts = np.round(electrons / well * (top - camera.black_level)) + camera.black_level
    return np.clip(counts, 0, top)


# ----------------------------------------------------------------------------- processing

def demosaic_bilinear(mosaic):
    sites = bayer_sites(*mosaic.shape)
    cross = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]], np.float32) / 4
    plus = np.array([[0, 1, 0], [1, 4, 1], [0, 1, 0]], np.float32) / 4
    return np.stack([ndimage.convolve(mosaic * (sites == c), plus if c == 1 else cross,
                                      mode="mirror") for c in range(3)], 2)


def demosaic_malvar(mosaic):
    """Gradient-corrected linear interpolation (Malvar, He, Cutler 2004)."""
    height, width = mosaic.shape
    sites = bayer_sites(height, width)
    green = np.array([[0, 0, -1, 0, 0], [0, 0, 2, 0, 0], [-1, 2, 4, 2, -1],
                      [0, 0, 2, 0, 0], [0, 0, -1, 0, 0]], np.float32) / 8
    row = np.array([[0, 0, .5, 0, 0], [0, -1, 0, -1, 0], [-1, 4, 5, 4, -1],
                    [0, -1, 0, -1, 0], [0, 0, .5, 0, 0]], np.float32) / 8
    cross = np.array([[0, 0, -1.5, 0, 0], [0, 2, 0, 2, 0], [-1.5, 0, 6, 0, -1.5],
                      [0, 2, 0, 2, 0], [0, 0, -1.5, 0, 0]], np.float32) / 8
    at_green, in_row, in_column, diagonal = (ndimage.convolve(mosaic, k, mode="mirror")
                                             for k in (green, row, row.T, cross))
    red_row = (np.arange(height) % 2 == 0)[:, None]
    red = np.select([sites == 0, (sites == 1) & red_row, (sites == 1) & ~red_row],
                    [mosaic, in_row, in_column], diagonal)
    blue = np.select([sites == 2, (sites == 1) & ~red_row, (sites == 1) & red_row],
                     [mosaic, in_row, in_column], diagonal)
    return np.stack([red, np.where(sites == 1, mosaic, at_green), blue], 2)


def develop(counts, camera, shot):
    """Converter counts to linear sRGB: black level, white balance, demosaic, colour matrix."""
    mosaic = (counts - camera.black_level) / (2 ** camera.bits - 1 - camera.black_level)
    gains = 1 / np.array(camera.channel_response, np.float32)
    gains *= np.array([shot.white_balance[0], 1, shot.white_balance[1]], np.float32)
    sites = bayer_sites(*mosaic.shape)
    mosaic = np.clip(mosaic * gains[sites], -0.05, 1.0).astype(np.float32)
    rgb = demosaic_malvar(mosaic) if camera.demosaic == "malvar" else demosaic_bilinear(mosaic)
    return rgb @ np.linalg.inv(crosstalk_matrix(camera)).T.astype(np.float32)


def reduce_noise(luma, strength, noise_variance):
    """Local Wiener filter on a 3x3 window; `noise_variance` in the units of luma squared."""
    mean = ndimage.uniform_filter(luma, 3, mode="nearest")
    variance = ndimage.uniform_filter(luma ** 2, 3, mode="nearest") - mean ** 2
    keep = np.clip(variance - noise_variance, 0, None) / np.maximum(variance, 1e-9)
    return mean + (luma - mean) * (1 - strength * (1 - keep))


def finish(linear, camera, shot):
    """Tone curve, noise reduction and sharpening; sRGB 0..1."""
    srgb = srgb_from_linear(linear).astype(np.float32)
    curve = srgb + camera.contrast * 0.35 * np.sin(2 * np.pi * (srgb - 0.5)) / (2 * np.pi) * 2
    luma = curve @ np.array([0.299, 0.587, 0.114], np.float32)
    chroma = curve - luma[..., None]
    if camera.chroma_blur_px > 0:
        chroma = np.stack([ndimage.gaussian_filter(chroma[..., c], camera.chroma_blur_px,
                                                   mode="nearest") for c in range(3)], 2)
    if camera.denoise > 0:
        noise = 0.2 * shot.gain / (camera.full_well_e * shot.exposure)
        luma = reduce_noise(luma, camera.denoise, noise)
    if camera.sharpening > 0:
        blurred = ndimage.gaussian_filter(luma, camera.sharpening_sigma_px, mode="nearest")
        luma = luma + camera.sharpening * (luma - blurred)
    return np.clip(luma[..., None] + chroma, 0, 1)


# ----------------------------------------------------------------------------- output

TURN_FOR_ORIENTATION = {1: None, 2: Image.FLIP_LEFT_RIGHT, 3: Image.ROTATE_180,
                        4: Image.FLIP_TOP_BOTTOM, 5: Image.TRANSPOSE, 6: Image.ROTATE_90,
                        7: Image.TRANSVERSE, 8: Image.ROTATE_270}


def encode(srgb, camera, shot):
    """JPEG bytes. With an orientation other than 1 the stored pixels are turned to match it."""
    image = Image.fromarray(np.round(srgb * 255).astype(np.uint8))
    options = {}
    if shot.orientation != 1:
        image = image.transpose(TURN_FOR_ORIENTATION[shot.orientation])
        exif = Image.Exif()
        exif[0x0112] = shot.orientation
        options["exif"] = exif
    out = io.BytesIO()
    image.save(out, "JPEG", quality=camera.quality, subsampling=camera.subsampling, **options)
    return out.getvalue()


def photograph_srgb(scene, size, camera, shot):
    """The developed picture before JPEG: sRGB 0..1, float32, upright."""
    light = lens(scene, size, camera)
    return finish(develop(expose(light, camera, shot), camera, shot), camera, shot)


def photograph(scene, size, camera=Camera(), shot=Shot()):
    """JPEG bytes of a linear `scene` (H x W x 3, rendered at `size` or an enlargement of it)."""
    return encode(photograph_srgb(scene, size, camera, shot), camera, shot)


def add_options(parser, prototype):
    for field in dataclasses.fields(prototype):
        value = getattr(prototype, field.name)
        name = "--" + field.name.replace("_", "-")
        if isinstance(value, tuple):
            parser.add_argument(name, type=float, nargs=len(value), default=value)
        else:
            parser.add_argument(name, type=type(value), default=value)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scene", help="16-bit linear PPM, or any sRGB picture")
    parser.add_argument("out", help="JPEG to write")
    parser.add_argument("--size", type=int, nargs=2, metavar=("WIDTH", "HEIGHT"))
    add_options(parser, Camera())
    add_options(parser, Shot())
    args = parser.parse_args()
    pick = lambda kind: kind(**{f.name: tuple(v) if isinstance(v := getattr(args, f.name), list)
                                else v for f in dataclasses.fields(kind)})
    scene = read_linear(args.scene)
    size = args.size or (scene.shape[1], scene.shape[0])
    pathlib.Path(args.out).write_bytes(photograph(scene, size, pick(Camera), pick(Shot)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
