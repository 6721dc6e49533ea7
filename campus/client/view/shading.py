"""Reads the shaders beside it and compiles their variants. Owns nothing else."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from panda3d.core import Shader

from campus.client.view.quality import Quality
from campus.scene.colours import linear as linear

_FOLDER = Path(__file__).parent / "shaders"
_INCLUDE = re.compile(r'^#include "(.+)"$', re.MULTILINE)


_MADE: dict[int, tuple[str, ...]] = {}


@cache
def shader(vertex: str, fragment: str, *defines: str) -> Shader:
    """The program of `shaders/<vertex>.vert` and `shaders/<fragment>.frag`, with each of `defines` defined.

    Raises:
        RuntimeError: when Panda3D cannot read it; a compile error of the driver shows in its log instead.
    """
    program = Shader.make(Shader.SL_GLSL, _source(f"{vertex}.vert", defines), _source(f"{fragment}.frag", defines))
    if program is None:
        raise RuntimeError(f"The shader {vertex}/{fragment} {' '.join(defines)} cannot be read.")
    _MADE[_number(program)] = (vertex, fragment, *defines)
    return program


def beyond(program: Shader) -> Shader:
    """What draws the same surface behind a threshold, where a processor draws; any other program as it is."""
    known = _MADE.get(_number(program), ())
    return shader(*known, "BEYOND") if known[:2] == ("plain", "plain") and "BEYOND" not in known else program


def surface_shader(quality: Quality, *defines: str) -> Shader:
    """What draws surfaces, as well as `quality` allows; `defines` name the variant."""
    if quality.plain:
        return shader("plain", "plain", *defines)
    return shader("surface", "surface", *quality.defines(), *defines)


def _number(program: Any) -> int:
    """Of the object behind it: Panda3D gives back another Python object for the same program."""
    return int(program.this)


def _source(name: str, defines: tuple[str, ...]) -> str:
    version, rest = _INCLUDE.sub(_included, (_FOLDER / name).read_text(encoding="utf-8")).split("\n", 1)
    # GLSL wants #version first; #line keeps the driver's line numbers those of the file.
    return "\n".join([version, *(f"#define {name} 1" for name in defines), "#line 2", rest])


def _included(found: re.Match[str]) -> str:
    return (_FOLDER / found[1]).read_text(encoding="utf-8").rstrip("\n")
