"""`--help` on a computer set to French: every command and option is told in French, and nothing of it is left over."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer

from campus.cli import app
from campus.commands.french import IN_FRENCH
from campus.commands.helping import in_french, wants_french
from campus.text import Text, bilingual


def every(command: Any, above: Any = None) -> Iterator[tuple[Any, Any]]:
    context = typer.Context(command, parent=above, info_name=command.name or "campus")
    yield command, context
    for inner in getattr(command, "commands", {}).values():
        yield from every(inner, context)


def told(command: Any, context: Any) -> list[str]:
    helps = [command.help, *(getattr(parameter, "help", None) for parameter in command.get_params(context))]
    return [" ".join(each.split()) for each in helps if each]


def test_every_command_and_option_has_its_french_and_no_french_is_left_over() -> None:
    said = {each for command, context in every(typer.main.get_command(app)) for each in told(command, context)}
    assert said == set(IN_FRENCH)


def test_no_page_of_help_keeps_a_word_of_english(in_sound_french: Callable[[Text], None]) -> None:
    for command, context in every(in_french(typer.main.get_command(app))):
        page = " ".join(command.get_help(context).split())
        assert page.startswith("Usage :"), page
        assert not [word for word in ("[default", "required", "Commands:", "Show this") if word in page], page
        assert not [each for each in told(command, context) if f" {each} " in f" {page} " and IN_FRENCH[each] != each]
    for english, french in IN_FRENCH.items():
        in_sound_french(bilingual(english, french))


@pytest.mark.parametrize(
    ("words", "own", "french"),
    [
        ("check --help", "fr", True),
        ("check --help", "en", False),
        ("check --help --lang fr", "en", True),
        ("--lang=en check --help", "fr", False),
        ("check --help --lang", "fr", True),
    ],
)
def test_help_is_in_the_language_of_the_computer_or_the_one_that_is_asked_for(
    words: str, own: str, french: bool
) -> None:
    assert wants_french(words.split(), own) is french
