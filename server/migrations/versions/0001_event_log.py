"""The event log, and the receipts that make a repeated message apply once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "log",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("time", sa.Float, nullable=False),
        sa.Column("stream", sa.String(200), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("log_by_stream", "log", ["stream", "seq"])
    op.create_table(
        "receipts",
        sa.Column("actor", sa.String(64), primary_key=True),
        sa.Column("client_message_id", sa.String(128), primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Back to the one before: to nothing."""
    op.drop_table("receipts")
    op.drop_index("log_by_stream", "log")
    op.drop_table("log")
