"""The tiny auto-encoder's weights (PyTorch files) as a description and plain floats.

Reads the zip and its pickle itself: only what a state dict of half-precision tensors holds is
understood, everything else in a pickle is refused. The layers follow from the keys and the README
that lies beside the weights.
"""

import collections
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np

HALVED_AT = (2, 6, 10)       # encoder: convolutions with stride 2
UPSAMPLED_BEFORE = (7, 12, 17)  # decoder


class StateDictReader(pickle.Unpickler):
    """A state dict with the storages it names; nothing else can be loaded."""

    def __init__(self, archive: zipfile.ZipFile, root: str):
        super().__init__(archive.open(f"{root}/data.pkl"))
        self.archive = archive
        self.root = root

    def find_class(self, module: str, name: str):
        known = {("collections", "OrderedDict"): collections.OrderedDict,
                 ("torch._utils", "_rebuild_tensor_v2"): tensor,
                 ("torch", "HalfStorage"): np.float16}
        if (module, name) not in known:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a state dict")
        return known[module, name]

    def persistent_load(self, pid):
        _, dtype, key, *_ = pid
        return np.frombuffer(self.archive.read(f"{self.root}/data/{key}"), dtype)


def tensor(storage: np.ndarray, offset: int, size: tuple, stride: tuple, *_) -> np.ndarray:
    strides = [step * storage.itemsize for step in stride]
    return np.lib.stride_tricks.as_strided(storage[offset:], size, strides).astype("<f4")


def state_dict(path: Path) -> dict[str, np.ndarray]:
    with zipfile.ZipFile(path) as archive:
        root = archive.namelist()[0].split("/")[0]
        return StateDictReader(archive, root).load()


class Writer:
    """Layers in order, and their weights one after the other."""

    def __init__(self):
        self.layers: list[dict] = []
        self.weights = bytearray()

    def place(self, values: np.ndarray) -> dict:
        where = {"offset": len(self.weights), "shape": list(values.shape)}
        self.weights += np.ascontiguousarray(values).tobytes()
        return where

    def layer(self, values: dict, prefix: str, **more) -> dict:
        return {name: self.place(values[f"{prefix}.{name}"]) for name in ("weight", "bias")
                if f"{prefix}.{name}" in values} | more

    def add(self, values: dict, index: int, stride: int) -> None:
        """The convolution or the block that the keys with this index describe."""
        if f"{index}.weight" in values:
            self.layers.append(self.layer(values, str(index), type="conv", stride=stride))
            return
        block = {"type": "block",
                 "conv": [self.layer(values, f"{index}.conv.{i}") for i in (0, 2, 4)]}
        if f"{index}.pool.0.weight" in values:
            block["pool"] = [self.layer(values, f"{index}.pool.{i}") for i in (0, 1, 3)]
        self.layers.append(block)


def indices(values: dict) -> list[int]:
    return sorted({int(key.split(".")[0]) for key in values})


def write_description(weights_folder: Path, out: Path) -> None:
    """Encoder and decoder as one network: OUT (JSON) and OUT with the suffix .bin."""
    writer = Writer()
    encoder = state_dict(weights_folder / "taef2_encoder.pth")
    for index in indices(encoder):
        writer.add(encoder, index, 2 if index in HALVED_AT else 1)
    decoder = state_dict(weights_folder / "taef2_decoder.pth")
    writer.layers.append({"type": "clamp"})
    for index in indices(decoder):
        if index in UPSAMPLED_BEFORE:
            writer.layers.append({"type": "upsample"})
        writer.add(decoder, index, 1)
        if index == 1:
            writer.layers.append({"type": "relu"})
    out.parent.mkdir(parents=True, exist_ok=True)
    out.with_suffix(".bin").write_bytes(writer.weights)
    out.write_text(json.dumps({"weights": out.with_suffix(".bin").name, "layers": writer.layers}),
                   encoding="utf-8")
