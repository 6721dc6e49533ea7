"""What rules have set in each room: a server that comes up again finds it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "room_variables",
        sa.Column("room", sa.String(200), primary_key=True),
        sa.Column("variables", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """Back to the one before."""
    op.drop_table("room_variables")
