"""An event without some people: other ids in the place of theirs, and neither their names nor their words.

Bytes in, bytes out; knows no database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from campus.learning.events import Came, Created, Did, Enrolled, Prepares, Revised, decode, encode
from campus.learning.session import ANSWERING_ROLES

GONE = "—"
"""What stands where a name or words were."""


def without(
    payload: bytes,
    actor: str,
    people: Mapping[str, str],
    roles: dict[str, str],
    names: Collection[str],
    *,
    whole: bool,
) -> tuple[bytes, bool]:
    """An event without these people. Events of rooms are plain JSON; those of classes have a form.

    Args:
        payload: the event as the log has it.
        actor: by whom it is.
        people: their ids, and what stands there instead.
        roles: of those who came so far, by id; what these events tell is added.
        names: what they are called, casefolded: a teacher's roster has it too.
        whole: whether everybody of the class goes, and the whole roster with them.

    Returns:
        The bytes that remain, and whether anything was taken out.
    """
    try:
        event = decode(payload)
    except msgspec.DecodeError:
        return _plain_without(payload, actor, people)
    change: dict[str, object] = {}
    if actor in people:
        if isinstance(event, Created | Came | Enrolled):
            change["name"] = GONE
            roles[actor] = event.role
        if isinstance(event, Prepares) and event.verb == "muddiest":
            change["value"] = GONE
        if isinstance(event, Did) and roles.get(actor) in ANSWERING_ROLES and _is_words(event):
            change["value"] = GONE
        if event.message:
            change["message"] = ""
    if isinstance(event, Revised) and event.roster:
        change["roster"] = tuple(name for name in event.roster if not whole and name.casefold() not in names)
    changed = encode(msgspec.structs.replace(event, **change))
    if any(person.encode() in changed for person in people):
        # Wherever an event names them: whose hand was lowered, who sits in which group.
        changed = msgspec.json.encode(_renamed(msgspec.json.decode(changed), people))
    return changed, changed != payload


def _renamed(told: Any, people: Mapping[str, str]) -> Any:
    """The same plain data with these words in the place of those."""
    match told:
        case str():
            # Groups are told in one line of ids.
            return re.sub(r"[\w-]+", lambda word: people.get(word[0], word[0]), told)
        case list():
            return [_renamed(one, people) for one in told]
        case dict():
            return {people.get(key, key): _renamed(value, people) for key, value in told.items()}
    return told


def _plain_without(payload: bytes, actor: str, people: Mapping[str, str]) -> tuple[bytes, bool]:
    try:
        told = json.loads(payload)
    except ValueError:
        return payload, False
    if not isinstance(told, dict):
        return payload, False
    plain = told
    if actor in people:
        plain = {key: GONE if key in ("name", "words") else value for key, value in told.items()}
    if any(person.encode() in payload for person in people):
        plain = _renamed(plain, people)  # A teacher has looked at what they contest.
    return (payload, False) if plain == told and actor not in people else (msgspec.json.encode(plain), True)


def _is_words(event: Did) -> bool:
    """Whether it holds something written, and not the id of an option, which is nobody's."""
    return event.verb.startswith(("write", "pin")) or any(letter.isspace() for letter in event.value)


def plain(payload: bytes) -> dict[str, Any]:
    """What an event tells, as plain data under `event`, but for the unit; empty where it is none."""
    try:
        told = json.loads(payload)
    except ValueError:
        return {}
    # The unit is the teacher's, and is not about the person.
    return {"event": {k: v for k, v in told.items() if k != "unit"}} if isinstance(told, dict) else {}


def name_in(payload: bytes) -> str:
    """The name that an event tells, or nothing."""
    event = plain(bytes(payload)).get("event", {})
    return str(event.get("name", ""))
