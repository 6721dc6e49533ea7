"""Calling a campus server: connect, resume, fetch what is missing. Shared by the client and by the bots."""

from campus.remote.cache import Cache, Fetching
from campus.remote.caller import Caller, LinkState, Phase, Received
from campus.remote.link import Link

__all__ = ["Cache", "Caller", "Fetching", "Link", "LinkState", "Phase", "Received"]
