"""The cases made of the sample photographs: what is painted where, and how the picture travels.

Kinds: derived_* are made from the merchant's own listing picture, own_* from an honest photo of
the goods, genuine_* are honest; a genuine_twin went through the same transport as its own_* case.
Places are pixels of the source picture, made for the views in photos.py.
"""
import dataclasses

import numpy as np

import damage


@dataclasses.dataclass(frozen=True)
class Case:
    product: str
    file: str                 # name without folder and .jpg
    kind: str
    transport: str
    source: str = "listing"
    damage: str | None = None
    options: tuple = ()       # named arguments of the damage, as pairs


def doctored(product, file, kind, transport, damage_name, source="listing", **options):
    return Case(product, file, kind, transport, source, damage_name, tuple(options.items()))


def copy(product, file, transport):
    return Case(product, file, "derived_unedited", transport)


def honest(product, file, kind, transport, source):
    return Case(product, file, kind, transport, source)


MUG_CRACK = dict(seed=12, start=(462, 272), heading_degrees=78, length=360, width=3.4)
MUG_CHIP = dict(seed=4, outline=((515, 272), (640, 272), (610, 304), (560, 316), (530, 300)))
CARTON_DENT = dict(seed=6, centre=(480, 620), radius=130, depth=1.25)
CARTON_HOLE = dict(seed=5, outline=((352, 470), (420, 446), (452, 492), (430, 540), (372, 548),
                                    (330, 510)),
                   roughness=11)
CARTON_TEAR = dict(seed=8, outline=((274, 112), (470, 74), (420, 190), (352, 214), (316, 330),
                                    (278, 300)))
BOOK_TEAR = dict(seed=2, outline=((262, 740), (272, 640), (350, 600), (420, 640), (470, 700),
                                  (440, 790),
                                  (380, 778)))
BOOK_STAIN = dict(seed=3, centre=(600, 330), radius=150, strength=0.9)
VASE_CHIP = dict(seed=7, clay=(0.50, 0.42, 0.34),
                 outline=((388, 336), (466, 342), (456, 376), (425, 384), (402, 366)))
VASE_CRACK = dict(seed=21, start=(470, 350), heading_degrees=96, length=430, width=2.8,
                  edge=(0.55, 0.52, 0.46))
BOTTLE_STAR = dict(seed=8, centre=(372, 520), radius=110)
BOTTLE_STAIN = dict(seed=9, centre=(428, 800), radius=105)

CASES = (
    doctored("mug", "claim-cracked", "derived_crack", "plain", "crack", **MUG_CRACK),
    doctored("mug", "claim-cracked-messenger", "derived_crack", "messenger", "crack", **MUG_CRACK),
    doctored("mug", "claim-chipped-screenshot", "derived_crack", "screenshot", "chip", **MUG_CHIP),
    copy("mug", "claim-copy-crop", "crop"),
    honest("mug", "honest-next-messenger", "genuine_next_view", "messenger", "honest-next"),
    doctored("carton", "claim-dented-crop", "derived_hole", "crop", "dent", **CARTON_DENT),
    doctored("carton", "claim-hole", "derived_hole", "plain", "hole", **CARTON_HOLE),
    doctored("carton", "claim-torn-mirror", "derived_tear", "mirror", "tear", **CARTON_TEAR),
    copy("carton", "claim-copy-screenshot", "screenshot"),
    honest("carton", "honest-far-scaled", "genuine_far_view", "scaled", "honest-far"),
    doctored("book", "claim-torn", "derived_tear", "messenger", "tear", **BOOK_TEAR),
    doctored("book", "claim-stained-scaled", "derived_stain", "scaled", "stain", **BOOK_STAIN),
    copy("book", "claim-copy-rotate", "rotate"),
    honest("book", "honest-next-crop", "genuine_next_view", "crop", "honest-next"),
    doctored("book", "claim-own-torn", "own_tear", "messenger", "tear", "honest-next", **BOOK_TEAR),
    honest("book", "honest-twin", "genuine_twin", "messenger", "honest-next"),
    doctored("vase", "claim-cracked-tone", "derived_crack", "tone", "crack", **VASE_CRACK),
    doctored("vase", "claim-chipped", "derived_crack", "crop", "chip", **VASE_CHIP),
    copy("vase", "claim-copy-messenger", "messenger"),
    honest("vase", "honest-next-screenshot", "genuine_next_view", "screenshot", "honest-next"),
    doctored("bottle", "claim-shattered", "derived_crack", "messenger", "glass_star",
             **BOTTLE_STAR),
    doctored("bottle", "claim-stained-mirror", "derived_stain", "mirror", "stain", **BOTTLE_STAIN),
    copy("bottle", "claim-copy-scaled", "scaled"),
    honest("bottle", "honest-next-tone", "genuine_next_view", "tone", "honest-next"),
) + tuple(
    honest(product, view, kind, "plain", view)
    for product in ("mug", "carton", "book", "vase", "bottle")
    for view, kind in (("honest-next", "genuine_next_view"), ("honest-left", "genuine_next_view"),
                       ("honest-above", "genuine_far_view"), ("honest-far", "genuine_far_view")))


def is_photograph(case):
    """The case is a photograph of photos.py as it stands, not a file of its own."""
    return case.file == case.source


def apply_damage(case, source):
    """Edited picture (uint8) and the mask of what visibly changed."""
    before = source.astype(np.float32) / 255
    paint = getattr(damage, case.damage)
    after = np.clip(np.round(paint(before, **dict(case.options)) * 255), 0, 255).astype(np.uint8)
    return after, damage.edit_mask(before, after.astype(np.float32) / 255)
