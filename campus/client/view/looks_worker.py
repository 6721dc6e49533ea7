"""Makes pictures of patterns beside the program that will draw with them. Run as a module, never imported.

Asked on standard input by names of patterns, one a line; answers each with a line once its picture is in the folder.
Ends at the end of its input.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

from campus.client.view.kept import keep_in
from campus.client.view.looks import Form, made_in


def serve(folder: Path, form: Form) -> None:
    """Answers until the input ends."""
    keep_in(folder)
    for line in sys.stdin:
        made_in(line.strip(), form)
        print("made", flush=True)  # noqa: T201


if __name__ == "__main__":
    serve(Path(sys.argv[1]), cast("Form", sys.argv[2]))
