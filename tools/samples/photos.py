"""The sample photographs before anything is done to them: six views of every product."""
import multiprocessing
import pathlib

import catalogue
from rendering import Quality, camera_model, render

FINE_SIDES = (1200, 900)          # the first FINE_COUNT views
COARSE_SIDES = (1024, 768)        # the others: a phone that sends smaller pictures
FINE_COUNT = 2
FINE_BYTES_MAX = 165_000
COARSE_BYTES_MAX = 145_000
QUALITIES = (92, 90, 88, 86, 84, 82, 80, 77, 74, 70)

# name, changes against the usual view; "listing" is the merchant's own picture.
VIEWS = (
    ("listing", {}),
    ("honest-next", dict(azimuth=4.5, elevation=0.8, distance=-0.6, roll=0.7,
                         shift=(0.5, 0.2, 0.1))),
    ("honest-left", dict(azimuth=-7.0, elevation=1.5, distance=1.2, roll=-1.1,
                         shift=(-0.6, 0.3, 0.2))),
    ("reference-right", dict(azimuth=9.5, elevation=-1.2, distance=0.8, roll=0.4,
                             shift=(0.2, -0.2, 0.4))),
    ("honest-above", dict(azimuth=2.5, elevation=13.0, distance=2.5, roll=-0.6,
                          shift=(-0.2, 0.0, 0.5))),
    ("honest-far", dict(azimuth=31.0, elevation=5.0, distance=4.0, roll=1.2,
                        shift=(0.4, 0.4, -0.3))),
)
MERCHANT_VIEWS = ("listing", "reference-right")
EXPOSURE = {"mug": 1.12, "carton": 1.0, "book": 1.45, "vase": 1.25, "bottle": 1.4}
MERCHANT_CAMERA = camera_model.Camera(camera_seed=101, full_well_e=9000, lens_sigma_px=0.5,
                                      sharpening=0.5)
BUYER_CAMERA = camera_model.Camera(camera_seed=202, full_well_e=5000, lens_sigma_px=0.6,
                                   vignetting=0.24, sharpening=0.55, contrast=0.35)


def size_of(product, number):
    sides = FINE_SIDES if number < FINE_COUNT else COARSE_SIDES
    return sides[::-1] if catalogue.is_portrait(product) else sides


def shot_of(product, number, is_merchant):
    """Exposure and white balance wander a little from shot to shot, as they do by hand."""
    seed = 1000 * catalogue.PRODUCTS.index(product) + number
    wander = ((seed * 2654435761) % 1000) / 1000 - 0.5
    balance = (1.0, 1.0) if is_merchant else (1.0 + 0.06 * wander, 1.0 - 0.05 * wander)
    return camera_model.Shot(shot_seed=seed, exposure=EXPOSURE[product] * (1 + 0.12 * wander),
                             gain=1.0 if is_merchant else 2.0, white_balance=balance)


def linear_picture(product, number, work_dir):
    """The rendering of one view, kept in `work_dir` as POV-Ray wrote it."""
    kept = pathlib.Path(work_dir) / f"{product}-{VIEWS[number][0]}.ppm"
    if not kept.exists():
        declares = catalogue.arrangement(product, 0, work_dir)
        view = catalogue.usual_view(product, **dict(VIEWS[number][1]))
        antialias = 0.25 if number < FINE_COUNT else 0
        quality = Quality(size_of(product, number), soft=5, bounce=False, antialias=antialias)
        render(product, declares, view, quality, work_dir, keep=kept)
    return camera_model.read_linear(kept)


def encode_within(srgb, camera, shot, bytes_max):
    """JPEG at the best quality that stays below the size limit."""
    for quality in QUALITIES:
        data = camera_model.encode(srgb, camera_model.dataclasses.replace(camera,
                                                                          quality=quality), shot)
        if len(data) <= bytes_max:
            break
    return data, quality


def write_view(job):
    """One photograph to disk; returns its manifest row."""
    product, number, work_dir, out_dir = job
    name = VIEWS[number][0]
    is_merchant = name in MERCHANT_VIEWS
    camera = MERCHANT_CAMERA if is_merchant else BUYER_CAMERA
    shot = shot_of(product, number, is_merchant)
    scene = linear_picture(product, number, work_dir)
    srgb = camera_model.photograph_srgb(scene, size_of(product, number), camera, shot)
    bytes_max = FINE_BYTES_MAX if number < FINE_COUNT else COARSE_BYTES_MAX
    data, quality = encode_within(srgb, camera, shot, bytes_max)
    path = pathlib.Path(out_dir) / product / f"{name}.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    kind = "listing" if name == "listing" else "reference" if is_merchant else "honest"
    return {"file": f"{product}/{name}.jpg", "kind": kind, "quality": quality,
            "camera_seed": camera.camera_seed, "shot_seed": shot.shot_seed}


def write_all(work_dir, out_dir, jobs, products=catalogue.PRODUCTS):
    """All views, the listings first; rows in a fixed order."""
    for product in products:
        catalogue.arrangement(product, 0, work_dir)
    work = [(product, number, work_dir, out_dir)
            for number in range(len(VIEWS)) for product in products]
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        rows = pool.map(write_view, work, chunksize=1)
    return sorted(rows, key=lambda row: row["file"])
