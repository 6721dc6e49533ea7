"""Real processes: a campus server, and clients that draw without a window and play a demonstration."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_S = 600
"""A process that takes longer than this hangs; it is killed and the test fails."""


class Program:
    """A running program of ours, and what it has said so far."""

    def __init__(self, arguments: tuple[str, ...], folder: Path, log: Path, display: str | None = None) -> None:
        self._errors = log.open("a", encoding="utf-8")
        self.log = log
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "campus", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            cwd=folder,
            env={
                **os.environ,
                "PYTHONUNBUFFERED": "1",
                **({"DISPLAY": display, "ALSOFT_DRIVERS": "null"} if display else {}),
            },
            start_new_session=True,
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._told: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def until(self, words: str) -> str:
        """Wait for a line that holds these words, and return it."""
        while True:
            try:
                line = self._lines.get(timeout=LONGEST_S)
            except queue.Empty:
                raise AssertionError(f"It never said {words!r}.\n{self.said()}") from None
            assert line is not None, f"It ended without saying {words!r}.\n{self.said()}"
            self._told.append(line)
            if words in line:
                return line

    def wait(self) -> int:
        """Its exit status; a program that hangs is killed, and says so."""
        try:
            return self.process.wait(LONGEST_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"It hangs.\n{self.said()}") from None

    def said(self) -> str:
        """Everything it wrote."""
        return "\n".join([*self._told, self.log.read_text("utf-8", "replace")])

    def stop(self) -> int:
        """Ask it to stop; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Stagehand:
    """Starts programs in a folder of their own and ends them all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._programs: list[Program] = []

    def start(self, name: str, *arguments: str, display: str | None = None) -> Program:
        """Start `campus` with these arguments; in front of a screen, if one is named."""
        program = Program(arguments, self.folder, self.folder / f"{name}.log", display)
        self._programs.append(program)
        return program

    def serve(self, port: int = 0, *, root: Path = ROOT) -> tuple[Program, str]:
        """Start a server of a campus on the folder `data`; returns it and its address."""
        server = self.start(
            "server", "serve", "--port", str(port), "--data", str(self.folder / "data"), "--root", str(root)
        )
        return server, server.until("listening on").removeprefix("listening on ")

    def client(
        self,
        name: str,
        demo: str,
        *arguments: str,
        size: str = "640x360",
        root: Path = ROOT,
        display: str | None = None,
    ) -> Program:
        """Start a client that plays these steps: in a window on a screen, or without one where none is named."""
        script = self.folder / f"{name}.yaml"
        script.write_text(demo, encoding="utf-8")
        return self.start(
            name,
            *arguments,
            *(() if display else ("--offscreen",)),
            "--size",
            size,
            "--root",
            str(root),
            "--name",
            name.title(),
            "--profile",
            str(self.folder / f"{name}.json"),
            "--demo",
            str(script),
            display=display,
        )

    def end(self) -> None:
        """Kill whatever still runs."""
        for program in self._programs:
            program.kill()


@pytest.fixture
def stagehand(tmp_path: Path) -> Iterator[Stagehand]:
    """Programs of ours, all ended with the test."""
    hand = Stagehand(tmp_path)
    try:
        yield hand
    finally:
        hand.end()
