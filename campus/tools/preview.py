"""`campus preview`: the space that is being written, in a window that follows every save.

Owns the window, the watching, and what is shown beside the space: mistakes, the place under the cursor. No server, no
other people: a designer walks alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from campus.client.input.devices import Devices
from campus.client.input.intents import Held
from campus.client.ui.clipboard import Clipboard
from campus.client.ui.hud import Hud, Notice
from campus.client.ui.interface import Interface
from campus.client.ui.theme import font_folder
from campus.client.view.stage import Stage
from campus.client.view.window import open_window
from campus.learning.panel import AnyItem, Panel, Paragraph
from campus.scene import load_campus
from campus.text import Language, Text, bilingual, comma, follows, same
from campus.tools.previewed import Preview
from campus.tools.watch import Watch

LOOK_EVERY_S = 0.05
"""How often the files are looked at: a few dozen times `stat`, a millisecond."""
MOST_MISTAKES = 8
"""Shown at once; the first ones are mended first."""
_TITLE = Text(fr="Aperçu", en="Preview")
_HELP = Text(
    fr="Un clic copie la position. G\u00a0: la grille. Z Q S D ou les flèches\u00a0: marcher.",
    en="A click copies the place. G: the grid. W A S D or the arrows: walk.",
)
_COPIED = Text(fr="Position copiée\u202f: {}", en="Place copied: {}")
_MISTAKES = Text(fr="Le fichier a des erreurs", en="The file has mistakes")
_SEEN, _TOLD = Text(fr="vu", en="seen"), Text(fr="signalé", en="told")
_REFINED = Text(fr="affiné", en="refined")
_LAST_GOOD = Text(fr="On voit la dernière version sans erreur.", en="You see the last version without mistakes.")


def hud(shown: Preview, under: tuple[float, float, float] | None, notices: tuple[Notice, ...] = ()) -> Hud:
    """What is shown beside a space: the place under the cursor, if any, and mistakes."""
    items: list[AnyItem] = []
    if under is not None:
        items.append(Paragraph(text=same(as_at(under)), tone="now"))
    items.append(Paragraph(text=_HELP, tone="quiet"))
    panels = [Panel(id="preview", title=shown.space.title if shown.space else _TITLE, items=tuple(items))]
    if shown.mistakes is not None:
        lines = [error.said for error in shown.mistakes.errors[:MOST_MISTAKES]]
        told: tuple[AnyItem, ...] = tuple(Paragraph(text=line, tone="bad") for line in lines)
        panels.append(Panel(id="mistakes", title=_MISTAKES, note=_LAST_GOOD, items=told, side="left"))
    return Hud(panels=tuple(panels), notices=notices)


def _saved(what: Text, seconds: float | None, parts: Text) -> Text:
    """What became of a save, so many seconds after it; or of the first look, where nothing was saved yet."""
    if seconds is None:
        return bilingual(f"{what.en}: {parts.en}", f"{what.fr} : {parts.fr}")
    return bilingual(
        f"{what.en} {seconds:.2f} s after it was saved ({parts.en})",
        f"{what.fr} {comma(seconds, '.2f')} s après l'enregistrement ({parts.fr})",
    )


def as_at(place: tuple[float, float, float]) -> str:
    """A place as one writes it: on the floor two numbers, else three."""
    numbers = place[:2] if abs(place[2]) < 0.02 else place
    return f"at: [{', '.join(f'{value:.2f}' for value in numbers)}]"


def preview(
    root: Path,
    space: str,
    *,
    language: Language = "fr",
    size: tuple[int, int] = (1280, 720),
    offscreen: bool = False,
    verbose: bool = False,
    seconds: float | None = None,
    screenshot: Path | None = None,
    kept: Path | None = None,
    tell: Callable[[str], None] = print,
) -> None:
    """Show a space in a window and follow every save, until the window closes or the time is up.

    Args:
        root: the folder with `scenes/` and `assets/`.
        space: its id.
        language: of signs and words.
        size: of the window, pixels.
        offscreen: whether it is drawn without a window.
        verbose: whether it is told how long each save took to be seen, step by step.
        seconds: after which it ends by itself.
        screenshot: file for the last picture.
        kept: folder where the shapes of the spaces beyond are kept between runs.
        tell: takes what is told.

    Raises:
        SceneErrors: when the space has mistakes before there was anything to show.
        NoDisplay: when there is no screen and `offscreen` was not asked for.
    """
    load_campus(root, only=[space])  # with a mistake in it, nothing opens
    base = open_window(size, offscreen, space)
    shown = Preview(root, space, Stage(base), language, kept=kept)
    interface = Interface(base, language, fonts=font_folder())
    held = Held()
    devices = Devices(held, interface)
    devices.listen(base)
    clipboard = Clipboard()
    watch = Watch(root)
    first = shown.reload()
    if first.mistakes is not None:
        raise first.mistakes
    shown.look_beyond()
    if verbose:
        tell(follows(bilingual(f"{space}: ", f"{space} : "), first.said).in_(language))
    saved: float | None = None
    began = before = time.monotonic()
    looked = 0.0
    under: tuple[float, float, float] | None = None
    notices: tuple[Notice, ...] = ()
    while base.win is not None and base.win.is_valid():
        now = time.monotonic()
        if seconds is not None and now - began > seconds:
            break
        if now - looked > LOOK_EVERY_S:
            looked = now
            if (changed := watch.changed()) is not None:
                saved = changed
                reloaded = shown.reload()
                if any(path.stem != space for path in watch.files):
                    shown.look_beyond()
                if verbose:
                    what = _SEEN if reloaded.mistakes is None else _TOLD
                    tell(_saved(what, time.time() - saved, reloaded.said).in_(language))
        if (refined := shown.refine()) and verbose:
            passed = None if saved is None else time.time() - saved
            tell(_saved(_REFINED, passed, refined).in_(language))
        shown.stage.resize()
        devices.poll()
        for x, y in shown.move(held, now - before):
            if (at := shown.place_at(x, y)) is not None:
                words = as_at(at)
                clipboard.keep(words.removeprefix("at: "))
                tell(words)
                said = Text(fr=_COPIED.fr.format(words), en=_COPIED.en.format(words))
                notices = (Notice(id=f"{now}", text=said, tone="good"),)
        before = now
        if held.pointer is not None:
            under = shown.place_at(*held.pointer)
        interface.frame(hud(shown, under, notices), 1 / 60)
        base.taskMgr.step()
        time.sleep(max(0.0, 1 / 60 - (time.monotonic() - now)))
    if screenshot is not None:
        shown.stage.screenshot(screenshot)
        tell(str(screenshot))
    shown.close()
