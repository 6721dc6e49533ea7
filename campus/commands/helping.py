"""`--help` in French: the same page, its words from `french`, its headings from here."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from campus.commands.french import IN_FRENCH
from campus.text import bilingual

_NOTED = (
    (re.compile(r"\[default: (.*?)\]"), r"[par défaut : \1]"),
    (re.compile(r"\[required\]"), "[obligatoire]"),
    (re.compile(r"; required\]"), " ; obligatoire]"),
    (re.compile(r"\[default: (.*?);"), r"[par défaut : \1 ;"),
)
"""What the library adds to an option's help."""


def wants_french(words: list[str], own: str) -> bool:
    """Whether a command line is to be helped in French.

    Args:
        words: of the command line.
        own: the language of this computer, which `--lang` overrules.
    """
    for at, word in enumerate(words):
        said = words[at + 1] if word == "--lang" and at + 1 < len(words) else word.removeprefix("--lang=")
        if word.startswith("--lang") and said in ("fr", "en"):
            return said == "fr"
    return own == "fr"


def in_french(command: Any) -> Any:
    """The command, and all that belong to it, with their help in French."""
    command.get_help = partial(_page, command)
    for inner in getattr(command, "commands", {}).values():
        in_french(inner)
    return command


def _page(command: Any, context: Any) -> str:
    formatter = context.make_formatter()
    usage = " ".join(command.collect_usage_pieces(context))
    formatter.write_usage(context.command_path, usage, prefix="Usage\u00a0: ")
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(_said(command.help or ""))
    sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": [], "Commandes": []}
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None:
            kind = "Arguments" if parameter.param_type_name == "argument" else "Options"
            sections[kind].append((record[0], _option(record[1], parameter)))
    for name, inner in getattr(command, "commands", {}).items():
        sections["Commandes"].append((name, _said(inner.help or "")))
    for title, rows in sections.items():
        if rows:
            with formatter.section(f"{title}\u00a0"):
                formatter.write_dl(rows)
    return str(formatter.getvalue()).rstrip("\n")


def _option(written: str, parameter: Any) -> str:
    """An option's help, of which the library has noted its default or that it is required."""
    own = (getattr(parameter, "help", None) or "").strip()
    notes = written.removeprefix(own)
    for pattern, french in _NOTED:
        notes = pattern.sub(french, notes)
    return _said(own) + notes


def _said(english: str) -> str:
    """In French as it is printed; what nobody translated stays as it is."""
    words = " ".join(english.split())
    return bilingual(words, IN_FRENCH[words]).fr if words in IN_FRENCH else english
