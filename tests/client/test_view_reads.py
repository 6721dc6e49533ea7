"""How many texels a fragment reads: the medium tier's twelve, counted in the shaders as the driver gets them."""

import re

import numpy as np
import pytest

from campus.client.view.quality import LOW, MEDIUM
from campus.client.view.shading import _FOLDER as SHADERS
from campus.client.view.shading import _source

MOST = 12


def fragment(name: str, *defines: str) -> str:
    """The text that is left of a shader when its switches are set; every nested `#if` of ours is `#ifdef` or `#if`."""
    lines, shown = [], [True]
    taken = [True]
    known = set(defines)
    for line in _source(f"{name}.frag", defines).splitlines():
        word = line.strip().split(maxsplit=1)
        match word:
            case ["#define", what]:
                if all(shown):
                    known.add(what.split()[0])
            case ["#ifdef", what]:
                shown.append(what.split()[0] in known)
                taken.append(shown[-1])
            case ["#if", what]:
                tests = [part.strip() for part in what.split("&&")]
                shown.append(all((re.search(r"\w+(?=\))", t)[0] in known) != t.startswith("!") for t in tests))
                taken.append(shown[-1])
            case ["#elif", what]:
                shown[-1] = not taken[-1] and all(
                    (re.search(r"\w+(?=\))", t)[0] in known) != t.strip().startswith("!") for t in what.split("&&")
                )
                taken[-1] |= shown[-1]
            case ["#else"]:
                shown[-1], taken[-1] = not taken[-1], True
            case ["#endif"]:
                shown.pop()
                taken.pop()
            case _ if all(shown):
                lines.append(line.split("//")[0])
    assert len(shown) == 1, "every #if has its #endif"
    return "\n".join(lines)


def reads(text: str) -> int:
    """Of one fragment, functions counted as often as they are called from `main`."""
    bodies = {m[1]: m[2] for m in re.finditer(r"^\w+ (\w+)\([^)]*\) \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL)}

    def of(body: str) -> int:
        own = len(re.findall(r"\btexture(?:Lod)?\(", body))
        return own + sum(of(bodies[call]) for call in re.findall(r"\b(\w+)\(", body) if call in bodies)

    return of(bodies["main"])


@pytest.mark.parametrize(
    "variant",
    [
        ("BAKED", "LAMPS"),
        ("BAKED", "LAMPS", "PAINTED"),
        ("BAKED", "LAMPS", "GROWN"),
        (),
        ("INSTANCED", "OCCLUDED"),
        ("SKINNED",),
        ("LETTERS",),
        ("OUTSIDE",),
    ],
    ids=" ".join,
)
def test_a_fragment_of_the_medium_tier_reads_at_most_twelve_texels(variant: tuple[str, ...]) -> None:
    count = reads(fragment("surface", *MEDIUM.defines(), *variant))
    assert 0 < count <= MOST


@pytest.mark.parametrize("name", ["glass", "water"])
def test_panes_and_water_read_at_most_twelve_texels(name: str) -> None:
    assert 0 < reads(fragment(name)) <= MOST


def test_in_the_low_tier_only_panes_and_water_reflect_and_by_one_texel() -> None:
    assert not LOW.reflections
    assert LOW.mirrors == 0
    assert "mirror" not in fragment("plain", "BAKED", "LAMPS")
    for name, *variant in (("glass",), ("glass", "SILVERED"), ("water",)):
        assert reads(fragment(name, "FINISHED", *variant)) == 1


def test_reads_are_counted_where_functions_call_functions() -> None:
    one = "float one(vec2 at) {\n    return texture(a, at).x;\n}\n"
    two = "float two(vec2 at) {\n    return one(at) + one(-at);\n}\n"
    assert reads(one + two + "void main() {\n    x = two(uv) + texture(b, uv).x;\n}\n") == 3


def test_on_people_shadows_of_people_are_looked_up_clear_of_their_own_cloth() -> None:
    text = fragment("surface", *MEDIUM.defines(), "SKINNED")
    assert text.count("texture(moving_map") == 4, "so that a texel as wide as a cuff is no saw-tooth"
    assert "rising(moving_matrix, n)" in text
    texel = re.search(r"MOVING_TEXEL = 1\.0 / (\d+)\.0", text)
    assert texel is not None
    lighting = (SHADERS.parent / "lighting.py").read_text(encoding="utf-8")
    assert f"size={texel[1]}, once=False" in lighting, "the shader knows how fine the people's map is"


def test_a_processor_gives_light_the_look_that_a_card_gives_it() -> None:
    """Both curves, as their shaders tell them; what comes first in the sources comes first in these."""

    def numbers(name: str, start: str) -> list[float]:
        return [float(n) for n in re.findall(r"(?<![\w.])\d+\.\d+", (SHADERS / name).read_text().split(start)[-1])]

    one, c, a, b, d, e, f, *_ = numbers("filmic.glsl", "x /= ")
    light = np.linspace(0, 3, 400) ** 2
    x = light / (one + c * light)
    wanted = np.clip(x * (a * x + b) / (x * (d * x + e) + f), 0, 1) ** (1 / 2.2)
    p, q, s, unit, u, v, w, _ = numbers("picture.glsl", "return")
    r = np.sqrt(light)
    told = np.minimum(r * (p + r * (q + r * s)) / (unit + r * (u + r * (v + r * w))), 1)
    assert np.abs(told - wanted).max() < 0.8 / 255
