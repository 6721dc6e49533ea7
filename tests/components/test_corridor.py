"""A corridor: as long, wide and high as it says, whichever way it runs."""

from __future__ import annotations

import msgspec
import pytest

from campus.components.corridor import Corridor
from campus.components.door import Door
from campus.mesh import is_closed


@pytest.mark.parametrize(("runs", "size"), [("east", (18.0, 2.4, 3.0)), ("north", (2.4, 18.0, 3.0))])
def test_its_inside_is_as_large_as_it_says(runs: str, size: tuple[float, float, float]) -> None:
    corridor = Corridor(length=18, width=2.4, height=3, runs=runs)  # type: ignore[arg-type]
    assert corridor.size == size
    floor = corridor.mesh().of("terrazzo")
    assert floor.bounds()[1][:2] == pytest.approx([size[0] + 0.45, size[1] + 0.45], abs=1e-4)
    assert is_closed(msgspec.structs.replace(corridor, plinth=0).mesh())


def test_its_walls_open_where_its_doors_are() -> None:
    corridor = Corridor(length=12, plinth=0)
    shut, opened = corridor.shell({}), corridor.shell({"north": [(4.0, Door(size=(1.1, 2.3)))]})
    assert len(opened.triangles) > len(shut.triangles)
    assert is_closed(opened)


@pytest.mark.parametrize(("fields", "why"), [({"width": 1.0}, "1.2 m wide"), ({"width": 20}, "write a room instead")])
def test_one_that_nobody_can_pass_is_refused(fields: dict[str, float], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Corridor(length=18, **fields)
