"""A stage: flush or raised, edged."""

from __future__ import annotations

import pytest

from campus.components.stage import Stage


def test_a_flush_stage_is_no_step() -> None:
    mesh = Stage(size=(9, 4)).mesh()
    assert mesh.bounds()[1][2] < 0.004
    assert mesh.of("oak-floor").bounds()[1][:2] == pytest.approx([4.5, 2.0])


def test_a_raised_stage_has_its_height_and_collides() -> None:
    mesh = Stage(height=0.3).mesh()
    assert mesh.bounds()[1][2] == pytest.approx(0.3, abs=0.004)
    assert mesh.collides.all()
