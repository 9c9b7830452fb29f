"""The products: which textures and prints stand where, and how each is usually photographed."""
import os
import pathlib

from PIL import Image

import prints
import textures
from rendering import View

PRODUCTS = ("mug", "carton", "book", "vase", "bottle")

# Per product: (wood kind or surface, print colours) of each arrangement, taken in turn.
TABLES = {
    "mug": ("oak", "walnut", "weave"),
    "carton": ("granite", "pine", "grey"),
    "book": ("oak-wide", "grey", "walnut"),
    "vase": ("weave", "pine", "granite"),
    "bottle": ("walnut", "oak", "weave-blue"),
}
LOOK = {   # azimuth, elevation, distance, target, field of view, portrait
    "mug": (-12, 26, 50, (0.8, 4.2, 0), 27, False),
    "carton": (10, 20, 66, (0.5, 8.4, 0), 29, False),
    "book": (3, 66, 58, (0, 0, 0), 33, False),
    "vase": (6, 18, 68, (0.5, 11.5, 0), 20, True),
    "bottle": (-8, 18, 62, (0.5, 10.6, 0), 17.5, True),
}
YAW = {"mug": -8, "carton": 24, "book": 8, "vase": 40, "bottle": 10}


def table_picture(kind, seed):
    if kind == "weave":
        return textures.weave(seed, stripe=(150, 96, 80))
    if kind == "weave-blue":
        return textures.weave(seed, first=(150, 166, 184), second=(120, 138, 160),
                              stripe=(226, 224, 214))
    if kind == "granite":
        return textures.granite(seed)
    if kind == "oak-wide":
        return textures.wood(seed, "oak", boards=8)
    return textures.wood(seed, kind)


def print_pictures(product, seed):
    """File stem -> picture of what is printed on one product."""
    if product == "mug":
        hue = ((36, 66, 128), (40, 92, 60), (128, 52, 44))[seed % 3]
        return {"Print_map": prints.mug_wrap(seed + 1, hue),
                "Cloth_map": textures.weave(seed + 40, 1200, 7, (206, 192, 168), (190, 176, 150))}
    if product == "carton":
        ground = ((38, 92, 96), (120, 52, 48), (52, 58, 104))[seed % 3]
        return {"Print_map": prints.carton_front(seed + 1, ground),
                "Side_map": prints.carton_side(seed + 2, ground),
                "Top_map": prints.carton_top(seed + 3, ground)}
    if product == "book":
        sky = (((236, 178, 120), (94, 82, 122)), ((170, 206, 200), (50, 90, 120)),
               ((240, 200, 190), (120, 70, 80)))[seed % 3]
        return {"Print_map": prints.book_cover(seed + 1, sky)}
    if product == "vase":
        stops = (((28, 58, 66), (46, 96, 104), (120, 158, 150), (198, 196, 172)),
                 ((60, 30, 24), (124, 62, 40), (176, 120, 80), (214, 190, 150)),
                 ((34, 36, 60), (64, 70, 110), (130, 140, 160), (206, 204, 200)))[seed % 3]
        return {"Print_map": textures.glaze(seed + 50, stops=stops)}
    return {"Print_map": prints.bottle_label(seed + 1),
            "Tag_map": textures.kraft(seed + 60, 700),
            "Board_map": textures.wood(seed + 70, "pine", 1200, 3)}


def arrangement(product, number, texture_dir):
    """Declares of one arrangement; writes the textures it needs that are not there yet."""
    texture_dir = pathlib.Path(texture_dir)
    kind = TABLES[product][number % len(TABLES[product])]
    wanted = {"Table_map": (f"table-{product}-{number}.png",
                            lambda: table_picture(kind, 7 * number + 3)),
              "Wall_map": ("wall.png", lambda: textures.plaster(1)),
              "Shelf_map": (f"shelf-{number}.png", lambda: prints.spine_row(number + 1))}
    pictures = None
    files = {}
    for name, (file, make) in wanted.items():
        files[name] = file
        save_once(texture_dir / file, make)
    marker = texture_dir / f"print-{product}-{number}.done"
    if not marker.exists():
        pictures = print_pictures(product, number)
        for name, picture in pictures.items():
            save_once(texture_dir / f"{name}-{product}-{number}.png", lambda: picture)
        marker.write_text("\n".join(sorted(pictures)))
    for name in marker.read_text().split():
        files[name] = f"{name}-{product}-{number}.png"
    return dict(files, Arrangement=number, Yaw=YAW[product] + 37 * (number % 5))


def save_once(path, make):
    if not path.exists():
        picture = make()
        if not isinstance(picture, Image.Image):
            picture = Image.fromarray(picture)
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        picture.save(part, "PNG", compress_level=1)
        part.replace(path)


def is_portrait(product):
    return LOOK[product][5]


def usual_view(product, **changes):
    azimuth, elevation, distance, target, angle, _ = LOOK[product]
    base = dict(azimuth=azimuth, elevation=elevation, distance=distance, target=target, angle=angle)
    for name in ("azimuth", "elevation", "distance", "roll"):
        if name in changes:
            base[name] = base.get(name, 0.0) + changes.pop(name)
    return View(**base, **changes)
