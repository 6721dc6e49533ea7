"""Names for people who are not there."""

from __future__ import annotations

GIVEN_NAMES = (
    *("Aïcha", "Baptiste", "Camille", "Driss", "Élise", "Fatou", "Gaspard", "Hélène", "Inès", "Jules", "Karima", "Léo"),
    *("Maëlle", "Nassim", "Océane", "Paul", "Quitterie", "Rachid", "Salomé", "Théo", "Ugo", "Violette", "William"),
    *("Xénia", "Yanis", "Zoé"),
)
