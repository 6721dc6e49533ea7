"""A list of nodes as written into single components: prefabs unfolded, repeats multiplied, ids given out.

Everything is converted once and multiplied afterwards, so that a mistake in a prefab used forty times is told once.
"""

from __future__ import annotations

from collections.abc import Callable

from campus.components import Component, Opening, component_named, component_types
from campus.errors import why_not
from campus.ids import closest, did_you_mean
from campus.scene.convert import sound_of, to_struct
from campus.scene.drafts import BROKEN, Draft, plain_text
from campus.scene.everyday import meant
from campus.scene.findings import Findings
from campus.scene.forms import PrefabUse, Repeat
from campus.scene.model import Source
from campus.scene.prefabs import Prefab, arguments, filled, overridden
from campus.scene.repeats import places_of
from campus.scene.values import Excused, Fields, Items, Scalar, Value
from campus.scene.wording import must_be_mapping, needs_field, no_field, step_or_arc
from campus.text import Text, bilingual, comma, same

MAX_PREFAB_DEPTH = 8
MAX_NODES = 20_000
"""Of one space; a prefab of a thousand nodes repeated a thousand times ends here."""

Point3 = tuple[float, float, float]
_OF_EVERY_NODE = ("id", "at", "wall", "group")
"""Fields that mean the same whatever a node is."""
_NODE = Text(fr="le nœud", en="node")


class Expansion:
    """Unfolds the nodes of one space.

    Args:
        prefab: gives a prefab by its name, or None when there is none (it notes why).
        findings: takes every mistake.
    """

    def __init__(self, prefab: Callable[[str, Source], Prefab | None], findings: Findings) -> None:
        self.prefab, self.findings = prefab, findings
        self.count = 0
        self._converted: dict[int, tuple[Fields, Component | None]] = {}

    def nodes(self, items: Value | None, where: str, *, openings: bool = False) -> list[Draft]:
        """The drafts of a list of nodes, not yet named; `openings` allows openings, and nothing else."""
        if items is None:
            return []
        if not isinstance(items, Items):
            self.findings.add(
                items.source,
                bilingual(f"{where} must be a list of nodes.", f"{where} doit être une liste de nœuds."),
                code="wrong-type",
            )
            return []
        return [draft for item in items.items for draft in self._node(item, same(where), openings, ())]

    def _node(self, item: Value, where: Text, openings: bool, within: tuple[str, ...]) -> list[Draft]:
        if isinstance(item, Excused) or self.count > MAX_NODES:  # the latter is told already
            return []
        if not isinstance(item, Fields):
            each = Text(fr=f"chaque élément de {where.fr}", en=f"each of {where.en}")
            self.findings.add(item.source, must_be_mapping(each, "{type: …}"), code="wrong-type")
            return []
        written = item.get("type")
        if written is None:
            self._without_type(item)
            return self._broken(item, "node")
        if isinstance(written, Excused):
            return self._broken(item, "node")
        type_ = written.text if isinstance(written, Scalar) else ""
        if type_ == "prefab" and not openings:
            return self._prefab(item, within)
        if type_ not in component_types():
            known = [*component_types(), "prefab"]
            got = Text(fr="d’une liste ou d’un dictionnaire", en="a list or mapping")
            got = Text(fr=f"« {type_} »", en=f"'{type_}'") if isinstance(written, Scalar) else got
            self.findings.add(
                written.source,
                bilingual(
                    f"type {got.en} is not in the vocabulary.", f"le type {got.fr} ne fait pas partie du vocabulaire."
                ),
                code="unknown-type",
                hint=meant(type_, known),
            )
            common = {key: entry for key, entry in item.entries.items() if key in _OF_EVERY_NODE}
            to_struct(Fields(common, item.source), Component, type_ or _NODE, self.findings)
            return []
        class_ = component_named(type_)
        if openings and not issubclass(class_, Opening):
            self.findings.add(
                written.source,
                bilingual(
                    f"a {type_} cannot be an opening of the shell.",
                    f"« {type_} » ne peut pas être une ouverture de l'enveloppe (shell).",
                ),
                code="not-an-opening",
                hint=bilingual("Put it under 'nodes'.", "Mettez-le sous « nodes »."),
            )
            return []
        return self._component(item, type_, class_)

    def _without_type(self, item: Fields) -> None:
        """Note a node that does not say what it is, or says so under a misspelt key."""
        for key, (word, value) in item.entries.items():
            if closest(key, ["type"]) and plain_text(value) in (*component_types(), "prefab"):
                self.findings.add(
                    word.source,
                    no_field(_NODE, key),
                    code="unknown-field",
                    hint=did_you_mean(key, ["type"]),
                )
                return
        self.findings.add(
            item.source,
            needs_field(_NODE, "type"),
            code="missing-field",
            hint=bilingual("For example 'bench'.", "Par exemple « bench »."),
        )

    def _component(self, item: Fields, type_: str, class_: type[Component]) -> list[Draft]:
        repeat, sound = self._repeat(item, type_)
        if "repeat" in class_.__struct_fields__:
            repeat, sound = None, True  # the component's own business
        if id(item) in self._converted:
            spec = self._converted[id(item)][1]
        else:
            skipped = ("type",) if "repeat" in class_.__struct_fields__ else ("type", "repeat")
            spec = to_struct(item.without(*skipped), class_, type_, self.findings, also=("type", "repeat"))
            self._converted[id(item)] = (item, spec)  # the item is kept, so that its id() stays its own
        if spec is None or not sound:
            return self._broken(item, type_)
        draft = Draft(type_, item, item.source, spec.at, spec.facing, spec.wall, spec, spec.id, type_, spec.group)
        return self._repeated(draft, repeat)

    def _prefab(self, item: Fields, within: tuple[str, ...]) -> list[Draft]:
        repeat, sound = self._repeat(item, "prefab")
        read_here = ("type", "repeat", "with", "override")
        use = to_struct(item.without(*read_here), PrefabUse, "prefab", self.findings, also=read_here)
        if use is None or not sound:
            return self._half_prefab(item, read_here, within)
        place = item.place("use")
        if use.use in within or len(within) >= MAX_PREFAB_DEPTH:
            chain = (*within, use.use)
            self.findings.add(
                place,
                bilingual(
                    "prefabs nest without end or too deep: " + " uses ".join(f"'{name}'" for name in chain) + ".",
                    "des préfabriqués s'emboîtent sans fin ou trop profondément : "
                    + " utilise ".join(f"« {name} »" for name in chain)
                    + ".",
                ),
                code="endless-prefab",
                hint=bilingual(
                    f"At most {MAX_PREFAB_DEPTH} within each other.",
                    f"Au plus {MAX_PREFAB_DEPTH} les uns dans les autres.",
                ),
            )
            return []
        prefab = self.prefab(use.use, place)
        if prefab is None:
            return self._broken(item, use.use)
        values = arguments(prefab, item.get("with"), item.source, self.findings)
        children = self._parts(prefab, values, item.get("override"), (*within, use.use))
        draft = Draft(
            "prefab", item, item.source, use.at, use.facing, use.wall, None, use.id, use.use, use.group, children
        )
        return self._repeated(draft, repeat)

    def _half_prefab(self, item: Fields, read_here: tuple[str, ...], within: tuple[str, ...]) -> list[Draft]:
        """A stand-in for an instance with mistakes of its own, and what is wrong with all that is known of it."""
        half = sound_of(item, PrefabUse, read_here)
        name = plain_text(item.get("use")) if "use" in half.given else ""
        broken = self._broken(item, "prefab")
        if not name or name in within or len(within) >= MAX_PREFAB_DEPTH:
            return broken
        prefab = self.prefab(name, item.place("use"))
        if prefab is None:
            return broken
        # A field that nobody knows may mean 'with' or 'override': then nothing is said of what they would change.
        given = None if half.unknown or "with" in half.wrong else item.get("with")
        changes = None if half.unknown or "override" in half.wrong else item.get("override")
        misread = half.unknown or "with" in half.wrong
        values = arguments(prefab, given, item.source, Findings() if misread else self.findings)
        broken[0].parts = self._parts(prefab, values, changes, (*within, name))
        return broken

    def _parts(
        self, prefab: Prefab, values: dict[str, Value], override: Value | None, within: tuple[str, ...]
    ) -> list[Draft]:
        """The nodes of an instance, parameters filled in."""
        body = filled(prefab.nodes, values, lambda name, source: self._unknown_parameter(prefab, name, source))
        assert isinstance(body, Items)
        return self._children(body, override, within)

    def _broken(self, item: Fields, base: str) -> list[Draft]:
        """A stand-in for a node that cannot be read, so that what names it is not told as a second mistake."""
        id_, group = plain_text(item.get("id")) or None, plain_text(item.get("group")) or None
        return [Draft(BROKEN, item, item.source, None, None, None, None, id_, base, group)]

    def _children(self, body: Items, override: Value | None, within: tuple[str, ...]) -> list[Draft]:
        """The nodes of a prefab, overrides applied to those whose local id they name."""
        written = dict(zip(_local_ids(body), body.items, strict=True))
        mappings = {id_: item for id_, item in written.items() if isinstance(item, Fields)}
        changed = overridden(mappings, override, within[-1], self.findings)
        where = bilingual(f"the nodes of prefab '{within[-1]}'", f"nodes du préfabriqué « {within[-1]} »")
        children = [
            draft for id_, item in written.items() for draft in self._node(changed.get(id_, item), where, False, within)
        ]
        for child in children:
            if child.wall is not None:
                self.findings.add(
                    child.fields.place("wall"),
                    bilingual(
                        f"{child.type} is part of a prefab and cannot hang on a wall of the shell by itself.",
                        f"{child.type} fait partie d'un préfabriqué et ne peut pas tenir seul à un mur de l'enveloppe.",
                    ),
                    code="wall-in-prefab",
                    hint=bilingual(
                        "Give 'wall' where the prefab is used; its nodes then stand in the wall's frame.",
                        "Donnez « wall » là où le préfabriqué est utilisé ; ses nœuds sont alors placés sur le mur.",
                    ),
                )
                child.type, child.spec, child.wall, child.at = BROKEN, None, None, None
        return self.named(children)

    def _unknown_parameter(self, prefab: Prefab, name: str, source: Source) -> None:
        self.findings.add(
            source,
            bilingual(
                f"prefab '{prefab.name}' has no parameter '{name}'.",
                f"le préfabriqué « {prefab.name} » n'a pas de paramètre « {name} ».",
            ),
            code="unknown-field",
            hint=did_you_mean(name, prefab.parameters),
        )

    def _repeat(self, item: Fields, type_: str) -> tuple[Repeat | None, bool]:
        """What `repeat` says, and whether it is sound."""
        written = item.get("repeat")
        if written is None:
            return None, True
        if not isinstance(written, Fields):
            self.findings.add(
                written.source, must_be_mapping(f"{type_}.repeat", "{count: …, step: …}"), code="wrong-type"
            )
            return None, False
        repeat = to_struct(written, Repeat, f"{type_}.repeat", self.findings)
        if repeat is None:
            return None, False
        if (repeat.arc is None) == (repeat.step is None):
            self.findings.add(written.source, step_or_arc(f"{type_}.repeat"), code="missing-field")
            return None, False
        if repeat.from_ is not None and item.get("at") is not None:
            self.findings.add(
                written.place("from"),
                bilingual(
                    f"{type_} has both 'at' and 'repeat.from'.", f"{type_} a à la fois « at » et « repeat.from »."
                ),
                code="invalid",
                hint=bilingual("They mean the same; keep one.", "Ils disent la même chose ; gardez l'un des deux."),
            )
            return None, False
        return repeat, True

    def _repeated(self, draft: Draft, repeat: Repeat | None) -> list[Draft]:
        copies = [draft]
        if repeat is not None:
            if self.count + repeat.times() * draft.size() > MAX_NODES:
                return self._too_many(draft)
            try:
                places = places_of(repeat, draft.wall, draft.at, draft.facing)
            except ValueError as error:
                why = why_not(error)
                message = bilingual(f"{draft.type}.repeat: {why.en}.", f"{draft.type}.repeat : {why.fr}.")
                self.findings.add(draft.fields.place("repeat"), message, code="invalid")
                return []
            name = draft.group or draft.name
            copies = [draft.copy() for _ in places]
            for number, (copy, (at, facing)) in enumerate(zip(copies, places, strict=True), 1):
                copy.at, copy.facing = at, facing
                copy.name = f"{name}-{number}" if name and not draft.group else None
        inner = 1 if draft.children else 0  # the parts of the first copy are counted already
        self.count += (len(copies) - inner) * draft.size()
        return copies if self.count <= MAX_NODES else self._too_many(draft)

    def _too_many(self, draft: Draft) -> list[Draft]:
        self.findings.add(
            draft.source,
            bilingual(
                f"the space has more than {MAX_NODES:,} nodes here.",
                f"l'espace a ici plus de {comma(MAX_NODES, ',')} nœuds.",
            ),
            code="too-many",
            hint=bilingual(
                "Repeat less, or use a component that makes many of one kind.",
                "Répétez moins, ou employez un composant qui en fait beaucoup d'une sorte.",
            ),
        )
        return []

    def named(self, drafts: list[Draft]) -> list[Draft]:
        """Give every draft of one list its name: the author's first, then groups and types, numbered from 1."""
        taken: dict[str, Draft] = {}
        for draft in drafts:
            if draft.name is None:
                continue
            for name in (plain_text(draft.fields.get("id")) or draft.name, draft.name):  # as written, as numbered
                first = taken.setdefault(name, draft)
                if first.fields is draft.fields:
                    continue
                line, elsewhere = first.source.line, first.source.file != draft.source.file
                of, de = (f" of {first.source.file}", f" de {first.source.file}") if elsewhere else ("", "")
                self.findings.add(
                    draft.fields.place("id"),
                    bilingual(
                        f"id '{name}' is used twice; first in line {line}{of}.",
                        f"l'id « {name} » sert deux fois ; d'abord à la ligne {line}{de}.",
                    ),
                    code="duplicate-id",
                    hint=bilingual("Give one of them another id.", "Donnez un autre id à l'un des deux."),
                )
                break
        numbers: dict[str, int] = {}
        for draft in drafts:
            if draft.name is not None:
                continue
            base = draft.group or draft.base
            while True:
                numbers[base] = numbers.get(base, 0) + 1
                draft.name = f"{base}-{numbers[base]}"
                if draft.name not in taken:
                    break
            taken[draft.name] = draft
        return drafts


def _local_ids(body: Items) -> list[str]:
    """How `override` names the nodes of a prefab: their ids, or `type-n`."""
    ids: list[str] = []
    given = {i.text for item in body.items if isinstance(item, Fields) and isinstance(i := item.get("id"), Scalar)}
    numbers: dict[str, int] = {}
    for index, item in enumerate(body.items):
        written = item.get("id") if isinstance(item, Fields) else None
        if isinstance(written, Scalar) and written.text not in ids:
            ids.append(written.text)
            continue
        key = "use" if isinstance(item, Fields) and plain_text(item.get("type")) == "prefab" else "type"
        base = plain_text(item.get(key)) if isinstance(item, Fields) else ""
        numbers[base] = numbers.get(base, 0) + 1
        while f"{base}-{numbers[base]}" in given:
            numbers[base] += 1
        name = f"{base}-{numbers[base]}"
        ids.append(name if name not in ids else f"#{index}")
    return ids
