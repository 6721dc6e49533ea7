"""The competency tree's roots: the five domains of digital-health competence.

Source: arrêté of 10 November 2022 (Légifrance JORFTEXT000046548689).
"""

from __future__ import annotations

from collections.abc import Mapping

from campus.text import Text

COMPETENCIES: Mapping[str, Text] = {
    "health-data": Text(fr="Données de santé", en="Health data"),
    "health-cybersecurity": Text(fr="Cybersécurité en santé", en="Cybersecurity in health"),
    "health-communication": Text(fr="Communication en santé", en="Communication in health"),
    "digital-tools": Text(fr="Outils numériques en santé", en="Digital tools in health"),
    "telehealth": Text(fr="Télésanté", en="Telehealth"),
}
"""Id -> name, in the arrêté's order."""
