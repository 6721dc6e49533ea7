"""What libyaml finds wrong with a file, in words that somebody who writes scenes understands. Reads nothing itself."""

from __future__ import annotations

import yaml

from campus.scene.findings import UnreadableError
from campus.scene.model import Source
from campus.text import Text, bilingual

_WITHIN_BRACKETS = bilingual(
    "Text that holds brackets, or ${…} within brackets, needs quotes.",
    "Dans une liste [ ] ou un dictionnaire { }, un texte avec crochets, accolades ou « ${…} » demande des guillemets.",
)
_PROBLEMS = (
    (
        "mapping values are not allowed",
        bilingual("a colon cannot stand here.", "des deux-points ne peuvent pas se trouver ici."),
        bilingual("Text that holds ': ' needs quotes.", "Un texte qui contient « : » demande des guillemets."),
    ),
    (
        "did not find expected key",
        bilingual(
            "this is not indented like the lines that it belongs to.",
            "ceci n'est pas décalé comme les lignes dont il fait partie.",
        ),
        bilingual(
            "Lines of one mapping begin in one column.",
            "Les lignes d'un même dictionnaire commencent à la même colonne.",
        ),
    ),
    (
        "did not find expected '-'",
        bilingual(
            "this is not indented like the list that it belongs to.",
            "ceci n'est pas décalé comme la liste dont il fait partie.",
        ),
        bilingual(
            "Items of one list begin with '-' in one column.",
            "Les éléments d'une même liste commencent par « - » à la même colonne.",
        ),
    ),
    (
        "cannot start any token",
        bilingual("'FOUND' cannot begin a value.", "« FOUND » ne peut pas commencer une valeur."),
        bilingual("Put the value in quotes.", "Mettez la valeur entre guillemets."),
    ),
    (
        "did not find expected ',' or ']'",
        bilingual(
            "a comma or a closing bracket is missing before this.",
            "il manque devant ceci une virgule ou un crochet fermant.",
        ),
        _WITHIN_BRACKETS,
    ),
    (
        "did not find expected ',' or '}'",
        bilingual(
            "a comma or a closing brace is missing before this.",
            "il manque devant ceci une virgule ou une accolade fermante.",
        ),
        _WITHIN_BRACKETS,
    ),
)
"""What libyaml says, what we say (`FOUND` is the character there), and what to do."""


def not_yaml(error: yaml.MarkedYAMLError, file: str, text: str) -> UnreadableError:
    """What is wrong with a file that is no YAML, where, and what to do.

    Args:
        error: libyaml's.
        file: its name in messages.
        text: of the file.
    """
    mark = error.problem_mark or error.context_mark
    place = Source(file, mark.line + 1, mark.column + 1) if mark else Source(file, 1, 1)
    line = _line_of(text, place)
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or line[place.column - 1 : place.column] == "\t":
        column = line.index("\t") + 1
        return UnreadableError(
            Source(file, place.line, column),
            bilingual(
                "a tab stands where only spaces may indent.",
                "une tabulation se trouve là où seules des espaces peuvent décaler.",
            ),
            code="tab",
            hint=bilingual("Replace it with spaces.", "Remplacez-la par des espaces."),
        )
    problem, context, began = error.problem or "", error.context or "", error.context_mark
    opened = Source(file, began.line + 1, began.column + 1) if began else place
    if "flow" in context and opened.line != place.line:
        bracket = _line_of(text, opened)[opened.column - 1 : opened.column]
        named, e, it = ("l'accolade", "e", "la") if bracket == "{" else ("le crochet", "", "le")
        return UnreadableError(
            opened,
            bilingual(
                f"the '{bracket}' that opens here is not closed before line {place.line}.",
                f"{named} « {bracket} » qui s'ouvre ici n'est pas fermé{e} avant la ligne {place.line}.",
            ),
            code="not-yaml",
            hint=bilingual(
                "Close it, or look for a comma that is missing.", f"Fermez-{it}, ou cherchez une virgule qui manque."
            ),
        )
    if "quoted scalar" in context:
        return UnreadableError(
            opened,
            bilingual("the quote that opens here is not closed.", "le guillemet qui s'ouvre ici n'est pas fermé."),
            code="not-yaml",
            hint=bilingual(
                "Within single quotes write two for an apostrophe, or use ’.",
                "Entre apostrophes droites, doublez l'apostrophe, ou écrivez « ’ ».",
            ),
        )
    if "simple key" in context:
        return UnreadableError(
            opened,
            bilingual(
                "this line is neither 'key: value' nor a part of the value above.",
                "cette ligne n'est ni « clé: valeur », ni une partie de la valeur au-dessus.",
            ),
            code="not-yaml",
            hint=bilingual(
                "Add the colon, or put the whole text in quotes.",
                "Ajoutez les deux-points, ou mettez tout le texte entre guillemets.",
            ),
        )
    if "expected key" in problem and line[: place.column - 1].strip():
        return UnreadableError(
            place,
            bilingual("this cannot follow the value before it.", "ceci ne peut pas suivre la valeur qui précède."),
            code="not-yaml",
            hint=bilingual(
                "Put the whole text in double quotes, and write an apostrophe as ’.",
                "Mettez tout le texte entre guillemets doubles, et écrivez l'apostrophe « ’ ».",
            ),
        )
    for words, sentence, hint in _PROBLEMS:
        if words in problem:
            found = line[place.column - 1 : place.column]
            said = Text(fr=sentence.fr.replace("FOUND", found), en=sentence.en.replace("FOUND", found))
            return UnreadableError(place, said, code="not-yaml", hint=hint)
    why = problem.rstrip(".")
    return UnreadableError(
        place,
        bilingual(
            f"this is not YAML: {why or 'it cannot be read'}.",
            f"ceci n'est pas du YAML : {f'« {why} »' if why else 'illisible'}.",
        ),
        code="not-yaml",
        hint=bilingual(
            "Look at the brackets, quotes, colons and indentation just before it.",
            "Regardez les crochets, accolades, guillemets, deux-points et décalages juste avant.",
        ),
    )


def _line_of(text: str, place: Source) -> str:
    """The line of a text that a place is in."""
    lines = text.splitlines()
    return lines[place.line - 1] if place.line <= len(lines) else ""
