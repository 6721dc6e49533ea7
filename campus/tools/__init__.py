"""The designer's and tester's tools: render, bots, plan."""

from __future__ import annotations

from campus.text import Text

Said = tuple[int, list[Text]]
"""What a command's work ends with: an exit status, and the lines to print."""
