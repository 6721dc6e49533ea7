"""What a class can do, one file for each kind. File name = type name: `concept_question.py` is `concept-question`."""

from __future__ import annotations

from campus.learning.activities._base import Activity, Contents, Deed, Page, Running, View, not_now
from campus.learning.activities._registry import AnyActivity, activity_types

__all__ = ["Activity", "AnyActivity", "Contents", "Deed", "Page", "Running", "View", "activity_types", "not_now"]
