"""The people, the clock and the course of a rehearsed class; `campus.tools.rehearse` is the command."""
