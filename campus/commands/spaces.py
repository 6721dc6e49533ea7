"""`campus check`, `render`, `listen` and `preview`: what a space is, seen, heard and proved."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from campus.commands._shared import (
    Day,
    Hour,
    Json,
    Lang,
    Offscreen,
    Root,
    Screenshot,
    Seconds,
    Size,
    TierOption,
    Told,
    ending,
    moment_of,
    root_of,
    size_of,
    spoken,
)

app = typer.Typer()


@app.command()
def check(
    spaces: Annotated[list[str] | None, typer.Argument(help="Spaces to check; all of them when none is named.")] = None,
    json: Json = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell how long each step took.")] = False,
    lang: Told = None,
    root: Root = None,
) -> None:
    """Check spaces: every mistake at once, each with its place; then nine proofs. Exit 0 sound, 3 not."""
    import platformdirs

    from campus.tools.check import check as run_check

    folder = platformdirs.user_cache_path("campus", appauthor=False)
    clock = time.perf_counter if verbose else None
    where, language = root_of(root, lang), spoken(lang)
    raise typer.Exit(run_check(where, spaces or [], json, sys.stdout, folder=folder, clock=clock, language=language))


@app.command()
def render(
    space: Annotated[str, typer.Argument(help="Space to draw.")],
    viewpoint: Annotated[str | None, typer.Option("--from", help="One viewpoint; all of them otherwise.")] = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the pictures.")] = Path(),
    size: Size = "1280x720",
    tier: Annotated[TierOption, typer.Option(help="How much each may cost.")] = TierOption.high,
    fine: Annotated[
        bool, typer.Option("--fine", help="As a fast card shows the high tier: four pixels for one.")
    ] = False,
    lang: Annotated[Lang | None, typer.Option(help="Language of the signs; French otherwise.")] = None,
    measure: Annotated[bool, typer.Option("--measure", help="Print how much is clipped and how much is dark.")] = False,
    hour: Hour = None,
    day: Day = None,
    root: Root = None,
) -> None:
    """Draw a space from its viewpoints, one PNG each."""
    from campus.tools.render import render as run_render

    pixels, moment = size_of(size), moment_of(hour, day)
    language = (lang or Lang.fr).language
    with ending(lang=lang):
        pictures = run_render(root_of(root, lang), space, viewpoint, out, pixels, language, moment, tier.value, fine)
    for picture in pictures:
        print(picture if measure else picture.path)


@app.command()
def swatches(
    only: Annotated[list[str] | None, typer.Argument(help="Materials to draw; all without.")] = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the pictures.")] = Path("swatches"),
    pixels: Annotated[int, typer.Option(help="Width and height of each.", min=64, max=2048)] = 256,
    root: Root = None,
) -> None:
    """Draw every material in the sun, on the thing on which one meets it, one PNG each."""
    from campus.tools.swatches import swatches as drawn

    with ending():
        for picture in drawn(root_of(root), out, pixels, only or ()):
            print(picture.path)


@app.command()
def listen(
    space: Annotated[str, typer.Argument(help="Space to listen to.")],
    viewpoint: Annotated[str | None, typer.Option("--from", help="Viewpoint; the first otherwise.")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="WAV file; NAME.wav otherwise.")] = None,
    measure: Annotated[
        bool, typer.Option("--measure", help="Print instead what a click shows, beside what check predicts.")
    ] = False,
    root: Root = None,
) -> None:
    """Write what one hears in a space to a file: its bed, steps, a door, as the room answers them."""
    from campus.tools import listen as listening

    with ending():
        if measure:
            print(listening.measure(root_of(root), space))
        else:
            print(listening.listen(root_of(root), space, viewpoint, out or Path(f"{space}.wav")))


@app.command()
def preview(
    space: Annotated[str, typer.Argument(help="Space to show.")],
    lang: Annotated[Lang | None, typer.Option(help="Language of signs and words; French otherwise.")] = None,
    size: Size = "1280x720",
    offscreen: Offscreen = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Print how long each save took to be seen.")] = False,
    seconds: Seconds = None,
    screenshot: Screenshot = None,
    root: Root = None,
) -> None:
    """Show a space in a window and follow every save; mistakes are shown over the last good one."""
    pixels = size_of(size)
    import platformdirs

    from campus.tools.preview import preview as shown

    with ending(lang=lang):
        shown(
            root_of(root, lang),
            space,
            language=(lang or Lang.fr).language,
            size=pixels,
            offscreen=offscreen,
            verbose=verbose,
            seconds=seconds,
            screenshot=screenshot,
            kept=platformdirs.user_cache_path("campus", appauthor=False) / "spaces",
        )
