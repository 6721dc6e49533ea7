"""Reads one PDF in a process of its own, and draws the pages that it is asked for. Run as a file, never imported.

A PDF is a hostile format: whatever it does to its reader, it does it here, where memory is limited where the system
can, and where a page that takes too long is answered by the end of this process. Imports nothing of the campus.

Asked on standard input by lines of `page width`, counted from 0 and in pixels; answers on standard output with a header
`status page width height pages` of five big-endian unsigned 32-bit numbers, then width x height x 3 bytes of RGB where
the status is 0. Ends at the end of its input.
"""

from __future__ import annotations

import struct
import sys

MEMORY = 1 << 30
"""Bytes of address space."""
FILE_BYTES = 64 << 20
PAGES = 500
PIXELS = 4096
"""The longest side of a picture."""
OK, NO_PAGE, UNREADABLE, TOO_LARGE = 0, 1, 2, 3
HEADER = struct.Struct(">5I")


def limit() -> None:
    """Less memory, no files written, no further processes, where the system has such limits."""
    try:
        import resource
    except ImportError:  # Windows; there the time limit of the caller is what remains.
        return
    for kind, most in (("RLIMIT_AS", MEMORY), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)):
        try:
            resource.setrlimit(getattr(resource, kind), (most, most))
        except (AttributeError, ValueError, OSError):  # macOS refuses a limit of address space
            continue


def serve(path: str) -> None:
    """Opens the document and answers until the input ends."""
    import os

    import pypdfium2

    limit()
    out = sys.stdout.buffer
    document, problem = None, UNREADABLE
    try:
        if os.path.getsize(path) > FILE_BYTES:  # noqa: PTH202 - this file imports as little as it can
            problem = TOO_LARGE
        else:
            document = pypdfium2.PdfDocument(path)
            if len(document) > PAGES:
                document, problem = None, TOO_LARGE
    except (pypdfium2.PdfiumError, OSError, MemoryError):
        pass
    pages = len(document) if document is not None else 0
    for line in sys.stdin:
        number, width = (int(word) for word in line.split())
        if document is None:
            answer = HEADER.pack(problem, number, 0, 0, 0)
        elif not 0 <= number < pages:
            answer = HEADER.pack(NO_PAGE, number, 0, 0, pages)
        else:
            answer = drawn(document, number, width, pages)
        out.write(answer)
        out.flush()


def drawn(document: object, number: int, width: int, pages: int) -> bytes:
    """One page as header and pixels; the header alone, with its status, when it cannot be drawn."""
    import pypdfium2

    try:
        page = document[number]  # type: ignore[index]
        across, up = page.get_size()
        if not (0 < across < 1e5 and 0 < up < 1e5):
            return HEADER.pack(UNREADABLE, number, 0, 0, pages)
        scale = min(width, PIXELS) / across
        scale = min(scale, PIXELS / up)
        bitmap = page.render(scale=scale, rev_byteorder=True, draw_annots=False)
        pixels = bitmap.to_numpy()[:, :, :3]
        return HEADER.pack(OK, number, pixels.shape[1], pixels.shape[0], pages) + bytes(pixels.tobytes())
    except (pypdfium2.PdfiumError, OSError, MemoryError, ValueError):
        return HEADER.pack(UNREADABLE, number, 0, 0, pages)


if __name__ == "__main__":
    serve(sys.argv[1])
