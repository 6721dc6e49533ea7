"""What a new unit holds: every part once, to be written over. Owns the words; `unit` puts them into a folder."""

from __future__ import annotations

_UNIT = """\
# A unit: what a class is made from. Every text in French and in English; the questions are in questions.*.gift.
schema: 1
unit: UNIT
title: {fr: "Une nouvelle unité", en: "A new unit"}
summary: {fr: "Ce que l'on y apprend, en une phrase.", en: "What is learnt here, in one sentence."}
audience: [1]  # the school's Actions: 1 care, 2 digital, 3 managers, 4 lawyers, 5 regulatory affairs
competencies: [telehealth]  # health-data, health-cybersecurity, health-communication, digital-tools, telehealth

objectives:
  - text: {fr: "Ce que l'on saura faire.", en: "What one will be able to do."}
    competency: telehealth

preparation:  # one resource and one check: more brings nothing
  - title: {fr: "Avant le cours", en: "Before class"}
    minutes: 10
    text: {fr: "Une page à lire.", en: "One page to read."}
    # check: [one, two, three]  # the readiness check: the names of three to five questions, once they are written

slides: {document: "slides.{lang}.pdf", pages: 1}

plan:
  - {type: slides, id: opening, title: {fr: "Ouverture", en: "Opening"}, first: 1, last: 1, minutes: 5}
  - type: concept-question
    id: ask-the-first
    title: {fr: "Question : la première", en: "Question: the first"}
    question: the-first-question
    minutes: 8
    notes: {fr: "Ce que l'enseignant est seul à lire.", en: "What only the teacher reads."}
"""
_FRENCH = """\
// Chaque question porte un nom ; la même, sous le même nom, est dans questions.en.gift.
// [tag:competency:telehealth] [tag:source:loi n° 2019-774] [tag:valid_on:2026-11-21] [tag:concept]
// [tag:hint:Qui soigne ?]
::the-first-question:: Que réunit la télésanté ? {
=La télémédecine et le télésoin#Oui \\: l'une et l'autre.
~La télémédecine seule#[Prendre les deux mots pour des synonymes.] Le télésoin en fait partie aussi.
####La loi de 2019 réunit télémédecine et télésoin sous un même mot.}
"""
_ENGLISH = """\
// Every question has a name; the same one, under the same name, is in questions.fr.gift.
// [tag:hint:Who gives care?]
::the-first-question:: What does telehealth bring together? {
=Telemedicine and telecare#Yes\\: both of them.
~Telemedicine alone#[Taking the two words for synonyms.] Telecare is part of it, too.
####The law of 2019 brings telemedicine and telecare together under one word.}
"""
FILES = {"unit.yaml": _UNIT, "questions.fr.gift": _FRENCH, "questions.en.gift": _ENGLISH}
"""File name -> its words; `UNIT` stands for the unit's id."""


def slide(title: str) -> bytes:
    """A PDF of one page, 1280 x 720 points, with a title: to be replaced by one's own slides."""
    escaped = title.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252", "replace")
    words = b"BT /F1 60 Tf 84 340 Td (" + escaped + b") Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1280 720]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    document, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(document))
        document += b"%d 0 obj%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        document
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(document)
    )
