"""A caller in a thread of its own, for a program that draws frames: nothing here ever waits.

Owns the thread and its event loop. What the window shows of the connection is `state`.
"""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable

from campus.protocol.messages import ClientMessage, Hello
from campus.remote.caller import Caller, LinkState, Received
from campus.world.pose import Pose


class Link:
    """A connection to a campus server that keeps itself up.

    Example:
        link = Link("ws://127.0.0.1:8765", Hello(version=VERSION, name="Ana"), now=time.monotonic)
        for event in link.receive(): ...   # once a frame, first
        link.send_pose(pose, frame.now)    # once a frame, last

    Args:
        url: `ws://host:port`.
        hello: who calls.
        now: the clock of `state.retry_at` and of the latency, seconds; called from the link's thread as well.
        rng: for the waits between tries.
        token, keep: as of `Caller`; `keep` is called from the link's thread.
    """

    def __init__(
        self,
        url: str,
        hello: Hello,
        *,
        now: Callable[[], float],
        rng: random.Random | None = None,
        token: str | None = None,
        keep: Callable[[str], None] | None = None,
    ) -> None:
        self._loop = asyncio.new_event_loop()
        self._caller = Caller(url, hello, now=now, rng=rng, token=token, keep=keep)
        self._thread = threading.Thread(target=self._run, name="campus-link", daemon=True)
        self._thread.start()

    @property
    def state(self) -> LinkState:
        """How the connection stands."""
        return self._caller.state

    def receive(self) -> list[Received]:
        """Everything that came since the last call, in order. It never waits."""
        return self._caller.receive()

    def send(self, message: ClientMessage) -> None:
        """Send a control message; with a client_message_id it is sent again after a cut until it is answered."""
        self._soon(self._caller.send, message)

    def send_pose(self, pose: Pose, now: float) -> None:
        """Tell where this person is, when the others would otherwise see it wrongly; call it every frame.

        Args:
            pose: where the person is.
            now: the frame's time, seconds, any steady clock.
        """
        if frame := self._caller.pose_frame(pose, now):
            self._soon(self._caller.write, frame)

    def close(self) -> None:
        """Say goodbye and end the thread; waits at most two seconds for it."""
        self._soon(self._caller.close)
        self._thread.join(2.0)

    def _soon(self, function: Callable[..., object], *arguments: object) -> None:
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:  # The loop has ended: the link is closed, and nothing is heard any more.
            return

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._caller.run())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()
