"""A space on the graphics card: geometry, light, screens, words on walls."""

from campus.client.view.prepared import Prepared, prepare
from campus.client.view.quality import HIGH, LOW, Quality
from campus.client.view.stage import Stage
from campus.client.view.view import View
from campus.client.view.window import NoDisplay, open_window

__all__ = ["HIGH", "LOW", "NoDisplay", "Prepared", "Quality", "Stage", "View", "open_window", "prepare"]
