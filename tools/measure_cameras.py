#!/usr/bin/python3
"""Measures what files straight from known cameras look like.

measure_cameras.py FOLDER...     prints calibration/cameras.json

Reads every JPEG below the folders that names a camera in EXIF (Make, Model) and no program that
edits pictures, and writes for each model: whether every file has the maker's own data and how they
begin, and fingerprints of the quantisation tables and sampling. Reads no more than that; nothing of
a picture, a place or a person goes into the table.

    tools/measure_cameras.py ../shared/data/exif > calibration/cameras.json
"""

import hashlib
import json
import struct
import sys
from pathlib import Path

EDITORS = ("photoshop", "gimp", "lightroom", "picasa", "snapseed", "paint", "acdsee", "capture one",
           "microsoft", "iphoto", "aperture", "graphicconverter", "xmpfiles", "irfanview",
           "preview", "camedia master", "pmb ")
LEFT_OUT = {"invalid"}  # folders of files that were damaged on purpose
BYTES_MIN = 20_000  # less is a small copy of what the camera wrote
ZIGZAG = [0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34,
          27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44,
          51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63]
FRAME_HEADERS = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def segments(data: bytes):
    """(marker, payload) up to the first scan."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        length = struct.unpack(">H", data[place + 2:place + 4])[0]
        yield marker, data[place + 4:place + 2 + length]
        if marker == 0xDA:
            return
        place += 2 + length


def fingerprint(data: bytes) -> str:
    """As quantisation_fingerprint in src/provenance/capture/cameras.cc."""
    tables: dict[int, list[int]] = {}
    components: list[tuple[int, int, int]] = []
    for marker, payload in segments(data):
        if marker == 0xDB:
            while payload:
                is_wide, index = payload[0] >> 4, payload[0] & 15
                size = 128 if is_wide else 64
                steps = struct.unpack(">64H" if is_wide else ">64B", payload[1:1 + size])
                natural = [0] * 64
                for position, step in zip(ZIGZAG, steps):
                    natural[position] = step
                tables[index] = natural
                payload = payload[1 + size:]
        elif marker in FRAME_HEADERS and not components:
            for entry in range(payload[5]):
                _, sampling, table = payload[6 + 3 * entry:9 + 3 * entry]
                components.append((sampling >> 4, sampling & 15, table))
    text = ""
    for horizontal, vertical, table in components:
        if table not in tables:
            return ""
        text += f"{horizontal}x{vertical}:" + "".join(f"{step}," for step in tables[table]) + ";"
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


class Exif:
    """The few fields we ask for."""

    UNITS = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4]

    def __init__(self, block: bytes):
        self.block = block
        self.order = "<" if block[:2] == b"II" else ">"
        self.fields: dict[int, bytes] = {}
        if len(block) < 8:
            return
        self.read(self.number(4, "I"))
        if 0x8769 in self.fields:
            self.read(struct.unpack(self.order + "I", self.fields[0x8769][:4])[0])

    def number(self, place: int, form: str) -> int:
        return struct.unpack_from(self.order + form, self.block, place)[0]

    def read(self, place: int) -> None:
        if place + 2 > len(self.block):
            return
        for index in range(self.number(place, "H")):
            entry = place + 2 + 12 * index
            if entry + 12 > len(self.block):
                return
            kind = self.number(entry + 2, "H")
            size = self.number(entry + 4, "I") * (self.UNITS[kind] if kind < 14 else 0)
            start = entry + 8 if size <= 4 else self.number(entry + 8, "I")
            if size and start + size <= len(self.block):
                self.fields.setdefault(self.number(entry, "H"), self.block[start:start + size])

    def text(self, tag: int) -> str:
        return self.fields.get(tag, b"").split(b"\0")[0].decode("utf-8", "replace").strip()


def signature(note: bytes) -> str:
    """As CaptureMetadata::maker_note_signature."""
    text = ""
    for byte in note[:12]:
        if not 0x20 <= byte <= 0x7E:
            break
        text += chr(byte)
    text = text.rstrip()
    return text if len(text) >= 3 else ""


def measure(path: Path) -> tuple[tuple[str, str], dict] | None:
    data = path.read_bytes()
    if data[:2] != b"\xff\xd8" or len(data) < BYTES_MIN:
        return None
    block = next((payload[6:] for marker, payload in segments(data)
                  if marker == 0xE1 and payload[:6] == b"Exif\0\0"), b"")
    exif = Exif(block)
    make, model, software = (exif.text(tag) for tag in (0x010F, 0x0110, 0x0131))
    if not make or not model or any(name in software.lower() for name in EDITORS):
        return None
    note = exif.fields.get(0x927C, b"")
    return (make, model), {"note": note, "signature": signature(note), "tables": fingerprint(data)}


def main(folders: list[str]) -> int:
    if not folders:
        print(__doc__, file=sys.stderr)
        return 2
    found: dict[tuple[str, str], list[dict]] = {}
    for path in sorted(path for folder in folders for path in Path(folder).rglob("*.jpg")):
        if LEFT_OUT & set(path.parts):
            continue
        try:
            measured = measure(path)
        except (struct.error, ValueError, IndexError) as error:
            print(f"{path}: left out: {error}", file=sys.stderr)
            continue
        if measured:
            found.setdefault(measured[0], []).append(measured[1])
    cameras = []
    for (make, model), files in sorted(found.items()):
        signatures = {one["signature"] for one in files}
        cameras.append({"make": make, "model": model, "files": len(files),
                        "has_maker_note": all(one["note"] for one in files),
                        "maker_note_signature": signatures.pop() if len(signatures) == 1 else "",
                        "quantisation": sorted({one["tables"] for one in files} - {""})})
    rows = ",\n  ".join(json.dumps(camera, ensure_ascii=False) for camera in cameras)
    print('{"schema": "pixiu.cameras/1",\n "cameras": [\n  ' + rows + "\n ]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
