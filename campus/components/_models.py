"""Models that come as files: where they lie and what they hold. Knows no component.

A file of `assets/props` holds a shape and its hull in one small part of glTF (`campus.mesh.gltf`), so that the server,
the baker and the proofs read it as the client does.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from campus.errors import Impossible, why_not
from campus.mesh import Mesh
from campus.mesh.gltf import read_glb
from campus.text import bilingual


def model_folder() -> Path:
    """Where the models lie: in the installed package, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "_data" / "assets" / "props"
    return inside if inside.is_dir() else package.parent / "assets" / "props"


@cache
def model(name: str) -> tuple[Mesh, Mesh]:
    """The shape and the hull of a model, over the origin, its front towards -Y.

    Raises:
        Impossible: when its file is missing or holds something else.
    """
    path = model_folder() / f"{name}.glb"
    try:
        return read_glb(path.read_bytes())
    except OSError as error:
        raise Impossible(
            bilingual(f"its model assets/props/{name}.glb is missing", f"son modèle assets/props/{name}.glb manque")
        ) from error
    except ValueError as error:
        why = why_not(error)
        raise Impossible(
            bilingual(
                f"its model assets/props/{name}.glb cannot be read: {why.en}",
                f"son modèle assets/props/{name}.glb ne peut pas être lu : {why.fr}",
            )
        ) from error
