"""How much the picture may cost. A graphics card gets all of it; a processor that draws gets what it can do in time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quality:
    """What is drawn how well.

    Attributes:
        samples: of multisampling; 0 smooths edges in the finished picture instead.
        scale: of the picture's width and height that is computed; the rest is stretched.
        soft_sun: whether the sun's shadows get a soft edge of five taps instead of one.
        people_shadows: whether people cast the sun's shadow, besides the shade at their feet.
        relief: whether light finds the joints, the grain and the weave of surfaces.
        reflections: whether floors and glass mirror the space.
        bloom: whether what is bright glows.
        sun_map: pixels of the sun's map, each way.
    """

    samples: int = 4
    scale: float = 1.0
    soft_sun: bool = True
    people_shadows: bool = True
    relief: bool = True
    reflections: bool = True
    bloom: bool = True
    sun_map: int = 4096

    def defines(self) -> tuple[str, ...]:
        """The switches of `surface.frag`."""
        wanted = {
            "SOFT_SUN": self.soft_sun,
            "MOVING_SHADOWS": self.people_shadows,
            "RELIEF": self.relief,
            "REFLECTIONS": self.reflections,
        }
        return tuple(name for name, on in wanted.items() if on)


FULL = Quality()
"""For graphics cards, and for pictures that nobody waits for."""
SWIFT = Quality(
    samples=0, scale=0.85, soft_sun=False, people_shadows=False, relief=False, reflections=False, sun_map=2048
)
"""For a processor: the same light and the same materials, fewer taps."""
