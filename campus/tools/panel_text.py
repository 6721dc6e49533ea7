"""A panel as plain text, for a terminal, a transcript, a test. Owns no behaviour: the panel says all."""

from __future__ import annotations

from collections.abc import Iterator

from campus.learning.panel import (
    AnyItem,
    Bars,
    Button,
    Choice,
    Choices,
    Countdown,
    Heading,
    Input,
    Log,
    Panel,
    Paragraph,
    Progress,
    Row,
    Slider,
    Table,
)
from campus.text import Language, Text

WIDTH = 24
"""The longest bar of a histogram, letters."""
_MARKS = {"": " ", "right": "✓", "wrong": "✗"}


def panel_lines(panel: Panel, language: Language, *, without: frozenset[str] = frozenset()) -> Iterator[str]:
    """A panel's lines, the title first.

    Args:
        panel: what to write.
        language: whose words to take.
        without: ids of items to leave out (the plan, where it was seen a moment ago).
    """

    def words(text: Text) -> str:
        return text.fr if language == "fr" else text.en

    yield words(panel.title) + (f" · {words(panel.note)}" if panel.note is not None else "")
    for item in panel.items:
        if getattr(item, "id", None) not in without:
            yield from _item_lines(item, language)


def _item_lines(item: AnyItem, language: Language) -> Iterator[str]:
    def words(text: Text) -> str:
        return text.fr if language == "fr" else text.en

    match item:
        case Heading(text=text):
            yield f"  # {words(text)}"
        case Paragraph(text=text):
            yield f"  {words(text)}"
        case Choices(options=options, selected=selected):
            for option in options:
                yield f"  {'●' if option.id in selected else '○'} {_MARKS[option.mark]} {words(option.text)}"
        case Button():
            yield f"  {_button(item, language)}"
        case Row(buttons=buttons):
            yield "  " + " ".join(_button(button, language) for button in buttons)
        case Bars(bars=bars, total=total):
            for bar in bars:
                length = round(WIDTH * bar.count / total) if total else 0
                yield f"  {'█' * length}{'·' * (WIDTH - length)} {bar.count:3} {_MARKS[bar.mark]} {words(bar.label)}"
        case Table(columns=columns, rows=rows):
            yield "  " + " | ".join(words(column.title) for column in columns)
            for _, cells in rows:
                yield "    " + " | ".join(words(cell) for cell in cells)
        case Input(label=label, value=value):
            yield f"  {words(label)}: {', '.join(value.splitlines())}"
        case Progress(text=text):
            yield f"  {words(text)}"
        case Countdown(left_s=left_s):
            minutes, seconds = divmod(max(0, round(left_s)), 60)
            yield f"  ⏱ {minutes}:{seconds:02d}"
        case Log(lines=lines):
            for line in lines:
                yield f"  {line.who}: {line.words}"
        case Choice(label=label, options=options, selected=chosen):
            yield f"  {words(label)}: {next((words(o.text) for o in options if o.id == chosen), chosen)}"
        case Slider(label=label, value=amount):
            yield f"  {words(label)}: {amount:g}"


def _button(button: Button, language: Language) -> str:
    text = button.text.fr if language == "fr" else button.text.en
    return f"[{text}]" if not button.primary else f"[» {text} «]"
