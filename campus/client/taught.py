"""What the room's screens show: a page of slides, or a panel drawn large. Asks for pictures, never waits for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campus.client.view.screen_panel import draw as draw_panel
from campus.client.view.slides import Slides
from campus.protocol.messages import Shows

if TYPE_CHECKING:
    from campus.client.client import Client

PAGE_WIDTH_PX = 1600
PANEL_SIZE_PX = (1600, 900)


def show_taught(client: Client) -> None:
    """Put on each screen what the server says it shows, in the viewer's language; once a frame."""
    place = client.place
    if place is None:
        return
    for screen, shows in client.here.screens.items():
        if screen not in place.space.screens:
            continue
        wanted = (shows, client.profile.language)
        if shows.document is not None:
            _show_page(client, screen, shows)
        elif client.shown_pages.get(screen) != wanted:
            client.shown_pages[screen] = wanted
            pixels = (
                None
                if shows.panel is None
                else draw_panel(shows.panel, client.profile.language, PANEL_SIZE_PX, client.root / "assets" / "fonts")
            )
            place.view.show_page(screen, pixels)
    for path, slides in client.slides.items():
        for page, pixels in slides.ready():
            client.pages[path, page] = pixels


def _show_page(client: Client, screen: str, shows: Shows) -> None:
    assert client.place is not None
    assert shows.document is not None
    wanted = (shows, client.profile.language)
    if client.shown_pages.get(screen) == wanted:
        return
    path = client.content_path(shows.document.replace("{lang}", client.profile.language))
    if path is None:
        return
    pixels = client.pages.get((path, shows.page))
    if pixels is not None:
        client.shown_pages[screen] = wanted
        client.place.view.show_page(screen, pixels)
        return
    slides = client.slides.get(path)
    if slides is None:
        slides = client.slides[path] = Slides(path)
    # The next one too: a teacher steps forward, and it is there at once.
    slides.request(shows.page, PAGE_WIDTH_PX)
    slides.request(shows.page + 1, PAGE_WIDTH_PX)
