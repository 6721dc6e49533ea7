"""Keys by Panda3D's names: what a text field needs of them, and what is written on them. Owns no behaviour."""

from __future__ import annotations

from collections.abc import Mapping

from imgui_bundle import imgui

IMGUI_KEYS: Mapping[str, imgui.Key] = {
    "arrow_left": imgui.Key.left_arrow,
    "arrow_right": imgui.Key.right_arrow,
    "arrow_up": imgui.Key.up_arrow,
    "arrow_down": imgui.Key.down_arrow,
    "page_up": imgui.Key.page_up,
    "page_down": imgui.Key.page_down,
    "home": imgui.Key.home,
    "end": imgui.Key.end,
    "insert": imgui.Key.insert,
    "delete": imgui.Key.delete,
    "backspace": imgui.Key.backspace,
    "enter": imgui.Key.enter,
    "space": imgui.Key.space,
    **{letter: getattr(imgui.Key, letter) for letter in "acvxyz"},
}
"""What a text field edits with; Tab and Escape are ours alone (focus.py)."""

IMGUI_MODIFIERS: Mapping[str, imgui.Key] = {
    "control": imgui.Key.mod_ctrl,
    "lcontrol": imgui.Key.mod_ctrl,
    "rcontrol": imgui.Key.mod_ctrl,
    "shift": imgui.Key.mod_shift,
    "lshift": imgui.Key.mod_shift,
    "rshift": imgui.Key.mod_shift,
    "alt": imgui.Key.mod_alt,
    "lalt": imgui.Key.mod_alt,
    "ralt": imgui.Key.mod_alt,
    "meta": imgui.Key.mod_super,
    "lmeta": imgui.Key.mod_super,
    "rmeta": imgui.Key.mod_super,
}

DIGITS: Mapping[str, int] = {str(digit): digit for digit in range(1, 10)}

SIGNS: Mapping[str, str] = {
    "arrow_left": "←",
    "arrow_right": "→",
    "arrow_up": "↑",
    "arrow_down": "↓",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "page_up": "Pg ↑",
    "page_down": "Pg ↓",
    "pageup": "Pg ↑",
    "pagedown": "Pg ↓",
    "enter": "⏎",
}


def same_key(shown: str, name: str) -> bool:
    """Whether the key that a button shows (`Space`, `→`, `PageDown`) is the one that Panda3D calls `name`."""
    plain, wanted = _bare(shown), _bare(name)
    return bool(plain) and (plain == wanted or f"arrow{plain}" == wanted or SIGNS.get(name) == shown.strip())


def _bare(name: str) -> str:
    return name.strip().lower().replace(" ", "").replace("_", "")


def cap(name: str) -> str:
    """What is written on a key: `arrow_up` is `↑`, `e` is `E`."""
    return SIGNS.get(name.lower(), name.upper() if len(name) == 1 else name.replace("_", " ").capitalize())
