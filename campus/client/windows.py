"""Which of one's own windows are open: chat, people, map, settings, help, reading. Owns how many fit; draws none."""

from __future__ import annotations

from collections.abc import Iterator

LEAST_PX = 220.0
"""A window lower than this, at 100 %, shows its title and nothing that one opened it for."""


def windows_at_most(height: float, scale: float) -> int:
    """How many windows fit above each other.

    Args:
        height: of the whole campus on the screen, pixels.
        scale: of the interface, words included.
    """
    return max(1, int(height / (LEAST_PX * scale)))


class Windows:
    """Windows by name, in the order in which they were opened. For one that does not fit, the oldest close."""

    def __init__(self) -> None:
        self._names: list[str] = []

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def open(self, name: str, at_most: int) -> None:
        """Open one, or tell that one is in use: it is the last to close."""
        self.close(name)
        self._names = [*self._names, name][-at_most:]

    def close(self, name: str) -> None:
        """Close one, if it is open."""
        if name in self._names:
            self._names.remove(name)

    def close_last(self) -> bool:
        """Close the one that was opened last; whether there was any."""
        if not self._names:
            return False
        self._names.pop()
        return True
