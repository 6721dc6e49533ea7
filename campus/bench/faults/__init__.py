"""`campus bench faults`: what a class survives. A server killed in the middle of a vote, nonsense, a clock set back.

Every figure is an outcome, and the run fails where one is not what it must be: 0 acknowledged answers lost, 0 applied
twice, every class resumed in its phase, the log sound, no fault of the server whatever is sent to it.
"""

from campus.bench.faults.campaign import run

__all__ = ["run"]
