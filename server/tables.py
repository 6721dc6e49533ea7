"""The tables of the store's database. Owns their columns; a change here needs a revision under `migrations/versions`.

SQLite and PostgreSQL keep the same ones, and a test holds that the revisions make these very tables.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()
log_table = sa.Table(
    "log",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("time", sa.Float, nullable=False),
    sa.Column("stream", sa.String(200), nullable=False),
    sa.Column("actor", sa.String(64), nullable=False),
    sa.Column("type", sa.String(64), nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Index("log_by_stream", "stream", "seq"),
    sqlite_autoincrement=True,  # A number is never given twice, not even after the last event has been purged.
)
receipts_table = sa.Table(
    "receipts",
    metadata,
    sa.Column("actor", sa.String(64), primary_key=True),
    sa.Column("client_message_id", sa.String(128), primary_key=True),
    sa.Column("seq", sa.Integer, nullable=False),
)
accounts_table = sa.Table(
    "accounts",
    metadata,
    sa.Column("person", sa.String(64), primary_key=True),
    sa.Column("login", sa.String(128), nullable=False),
    sa.Column("name", sa.String(48), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("password", sa.String(256), nullable=False),
    sa.Column("made", sa.Float, nullable=False),
    sa.Column("closed", sa.Float, nullable=True),
    sa.Index("account_by_login", "login", unique=True),
)
invitations_table = sa.Table(
    "invitations",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("secret", sa.String(64), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("session", sa.String(64), nullable=True),
    sa.Column("until", sa.Float, nullable=False),
    sa.Column("uses", sa.Integer, nullable=False),
    sa.Column("made_by", sa.String(64), nullable=False),
    sa.Column("made", sa.Float, nullable=False),
    sa.Column("revoked", sa.Float, nullable=True),
    sa.Index("invitation_by_secret", "secret", unique=True),
)
guests_table = sa.Table(
    "guests",
    metadata,
    sa.Column("person", sa.String(64), primary_key=True),
    sa.Column("invitation", sa.String(16), nullable=False),
    sa.Column("since", sa.Float, nullable=False),
)
audit_table = sa.Table(
    "audit",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("time", sa.Float, nullable=False),
    sa.Column("actor", sa.String(64), nullable=False),
    sa.Column("action", sa.String(32), nullable=False),
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Column("detail", sa.String(200), nullable=False),
    sqlite_autoincrement=True,
)
tickets_table = sa.Table(
    "tickets",
    metadata,
    sa.Column("secret", sa.String(64), primary_key=True),
    sa.Column("person", sa.String(64), nullable=False),
    sa.Column("until", sa.Float, nullable=False),
)
probe_table = sa.Table(
    "probe",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("time", sa.Float, nullable=False),
)
"""One row, written over and over while the disk is full, to find out when it is not."""
room_variables_table = sa.Table(
    "room_variables",
    metadata,
    sa.Column("room", sa.String(200), primary_key=True),
    sa.Column("variables", sa.LargeBinary, nullable=False),
)
"""What rules have set in a room, as it is now: no story, and nothing about anybody."""
