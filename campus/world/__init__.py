"""The rules of presence: poses, ground, movement, seats, doors, zones. Pure: time is an argument."""

from campus.world.ground import Ground
from campus.world.pose import Pose
from campus.world.referee import Move, Referee, Verdict
from campus.world.snapshots import SnapshotBuffer
from campus.world.zones import Zones

__all__ = ["Ground", "Move", "Pose", "Referee", "SnapshotBuffer", "Verdict", "Zones"]
