"""An outsider's view of the log: its entries, and the root of any size, by RFC 6962 alone."""

import base64
import hashlib
from pathlib import Path


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def parse_checkpoint(note: str) -> tuple[int, str]:
    """Size and root (base 64) of a checkpoint."""
    _, size, root = note.split("\n")[:3]
    return int(size), root


def read_entries(log: Path, size: int) -> list[bytes]:
    """The entries of a log of this size, from its bundles."""
    entries: list[bytes] = []
    while len(entries) < size:
        number, width = len(entries) // 256, min(size - len(entries), 256)
        groups = f"{number:03d}"
        while len(groups) % 3:
            groups = "0" + groups
        parts = [groups[i:i + 3] for i in range(0, len(groups), 3)]
        path = log / "tile" / "entries" / "/".join(["x" + part for part in parts[:-1]] + parts[-1:])
        if width < 256:
            path = path.with_name(path.name + ".p") / str(width)
        data, at = path.read_bytes(), 0
        while at < len(data):
            length = int.from_bytes(data[at:at + 2], "big")
            entries.append(data[at + 2:at + 2 + length])
            at += 2 + length
    return entries


def roots(entries: list[bytes], sizes: set[int]) -> dict[int, str]:
    """The roots (base 64) of the trees of the first so many entries."""
    found = {}
    if 0 in sizes:
        found[0] = base64.b64encode(hashlib.sha256(b"").digest()).decode()
    peaks: list[tuple[int, bytes]] = []  # height and root of the perfect subtrees, left to right
    for count, entry in enumerate(entries, 1):
        height, root = 0, leaf_hash(entry)
        while peaks and peaks[-1][0] == height:
            root = node_hash(peaks.pop()[1], root)
            height += 1
        peaks.append((height, root))
        if count in sizes:
            root = peaks[-1][1]
            for _, left in reversed(peaks[:-1]):
                root = node_hash(left, root)
            found[count] = base64.b64encode(root).decode()
    return found
