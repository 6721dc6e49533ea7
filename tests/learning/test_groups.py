"""Groups of three or four: repeatable, even, mixed, apart where it was asked; as a table out and in."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.learning.groups import GroupsError, Member, form, move, read_csv, sizes, smallest, write_csv


@given(st.integers(0, 400), st.sampled_from([3, 4]))
def test_groups_have_three_or_four_people(count: int, size: int) -> None:
    found = sizes(count, size)
    assert sum(found) == count
    if count >= 6:
        assert set(found) <= {3, 4}
    assert len(set(found)) <= 2


MEMBERS = st.lists(
    st.tuples(
        st.floats(0, 1), st.sampled_from(["", "1", "2"]), st.sampled_from(["", "fr", "en"]), st.sampled_from("ab")
    ),
    max_size=24,
).map(
    lambda rows: [
        Member(id=f"p{i}", readiness=r, audience=a, language=lang, first=f) for i, (r, a, lang, f) in enumerate(rows)
    ]
)


@settings(max_examples=60, deadline=None)
@given(MEMBERS, st.integers(0, 5), st.sampled_from([3, 4]))
def test_everybody_is_in_one_group_and_the_same_seed_gives_the_same(
    members: list[Member], seed: int, size: int
) -> None:
    groups = form(members, size=size, seed=seed)
    assert sorted(p for group in groups for p in group) == sorted(m.id for m in members)
    assert tuple(map(len, groups)) == sizes(len(members), size)
    assert groups == form(list(reversed(members)), size=size, seed=seed)


def test_readiness_is_even_over_the_groups() -> None:
    members = [Member(id=f"p{i:02}", readiness=i / 23) for i in range(24)]
    means = [sum(int(p[1:]) for p in group) / len(group) for group in form(members, seed=1)]
    assert max(means) - min(means) <= 1


def test_first_votes_and_audiences_are_mixed_and_languages_are_not() -> None:
    members = [Member(id=f"p{i:02}", readiness=0.5, first="ab"[i % 2], audience="12"[i // 8]) for i in range(16)]
    first = {m.id: m.first for m in members}
    for group in form(members, seed=3):
        assert sorted(first[p] for p in group) == ["a", "a", "b", "b"]
    speakers = [Member(id=f"p{i:02}", language="fr" if i < 8 else "en") for i in range(16)]
    language = {m.id: m.language for m in speakers}
    assert all(len({language[p] for p in group}) == 1 for group in form(speakers, seed=3))


def test_who_is_to_be_apart_is_apart() -> None:
    members = [Member(id=f"p{i}", readiness=i / 8) for i in range(9)]
    for pair in combinations([m.id for m in members], 2):
        for group in form(members, size=3, seed=0, apart=[frozenset(pair)]):
            assert not set(pair) <= set(group)


def test_another_seed_gives_other_groups() -> None:
    members = [Member(id=f"p{i}") for i in range(12)]
    assert form(members, seed=1) != form(members, seed=2)


def test_who_comes_late_joins_the_smallest() -> None:
    groups = (("a", "b", "c"), ("d", "e"), ("f", "g"))
    assert smallest(groups) == 1
    assert move(groups, "late", 1) == (("a", "b", "c"), ("d", "e", "late"), ("f", "g"))
    assert move(groups, "a", 2) == (("b", "c"), ("d", "e"), ("f", "g", "a"))
    with pytest.raises(IndexError):
        move(groups, "a", 3)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cn"]), min_size=1),
        unique=True,
        max_size=9,
    )
)
def test_a_table_comes_back_as_the_same_groups(people: list[str]) -> None:
    groups = tuple(tuple(people[i : i + 3]) for i in range(0, len(people), 3))
    assert read_csv(write_csv(groups, dict.fromkeys(people, "=HYPERLINK()")), people) == groups


def test_no_cell_is_a_formula() -> None:
    assert write_csv((("a",),), {"a": "=1+1"}) == "\ufeffgroup;person;name\r\n1;a;'=1+1\r\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: the columns must be 'group' and 'person'."),
        ("team,who\n1,ana\n", "line 1: the columns must be 'group' and 'person'."),
        ("Group,Person\n1,ana\n1,zoé\n", "line 3: there is nobody called 'zoé' in this class."),
        ("group;person\n1;ana\n2;ana\n", "line 3: 'ana' is in a group already (line 2)."),
        ("group;person\n;ana\n", "line 2: 'ana' has no group."),
    ],
)
def test_what_is_not_understood_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(GroupsError) as found:
        read_csv(text, ["ana", "bo"])
    assert str(found.value) == said
