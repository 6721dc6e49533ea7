"""Tells when a file that a space may be made of has changed on disk. Looks when it is asked; starts nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from campus.scene.kits import KITS, OWN, kits


class Watch:
    """Tells when a file that a space may be made of has changed on disk.

    Args:
        root: the folder with `scenes/` and `assets/`.

    Attributes:
        files: what had changed when it was last told that something had, gone files included.
    """

    def __init__(self, root: Path) -> None:
        self._folders = [root / "scenes", root / "scenes" / "prefabs", root / "assets" / "materials"]
        self._folders += [root / KITS / kit / part for kit in kits(root) for part in OWN]
        self._seen = self._look()
        self.files: frozenset[Path] = frozenset()

    def changed(self) -> float | None:
        """When the newest change was saved, in seconds of the system's clock; None when there was none."""
        now = self._look()
        if now == self._seen:
            return None
        new = {path: stamp[0] for path, stamp in now.items() if self._seen.get(path) != stamp}
        self.files = frozenset(new) | (self._seen.keys() - now.keys())
        self._seen = now
        return max(new.values(), default=0) / 1e9

    def _look(self) -> Mapping[Path, tuple[int, int]]:
        found = {}
        for folder in self._folders:
            for path in folder.glob("*.yaml"):
                try:
                    status = path.stat()
                except OSError:  # an editor is just putting a new one in its place
                    continue
                found[path] = (status.st_mtime_ns, status.st_size)
        return found
