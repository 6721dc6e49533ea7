"""A server whose disk takes nothing more: nothing is falsely acknowledged, the teacher is told, and it goes on.

The operating system refuses what the server writes beyond the first 4 KiB of any file, as a full disk would.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from pathlib import Path

from campus.bench.faults.figures import Figures
from campus.bench.faults.kills import read
from campus.bench.faults.server_process import open_class, serve, teaching
from server.backup import verify

FULL_BYTES = 4096


async def disk_full(data: Path, root: Path, figures: Figures) -> None:
    """Fill the disk of a server in the middle of a vote, press, make room, press again. Only Linux can."""
    if sys.platform != "linux":
        return
    resource = importlib.import_module("resource")
    wrong = figures.disk = []
    data.mkdir()
    process, url, _ = await serve(data, root)
    try:
        async with teaching(url, data) as teacher:
            activity = await open_class(teacher, root)
            before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (FULL_BYTES, before[1]))
            if (code := await teacher.press("do.close")) != "not_kept":
                wrong.append(f"what could not be written was answered with '{code or 'done'}'")
            if not await teacher.hears("bad"):
                wrong.append("the teacher was not told")
            if (code := await teacher.press("do.close")) != "not_kept":
                wrong.append(f"what could not be written was answered with '{code or 'done'}' the second time")
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before)
            if not await teacher.hears("good"):
                wrong.append("the teacher was not told that there is room again")
            kept = read(data / "log.db")[0].running[activity]
            if getattr(kept, "phase", "") != "vote1":
                wrong.append("what was refused has happened")
            if await teacher.press("do.close"):
                wrong.append("the class does not go on")
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    wrong += (problem.en for problem in verify(data / "log.db").problems)
    if getattr(read(data / "log.db")[0].running[activity], "phase", "") != "closed1":
        wrong.append("what was acknowledged is not in the log")
