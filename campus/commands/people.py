"""`campus people …`: accounts, invitations, rosters."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from campus.commands._shared import Data, Database, Told, say, spoken

app = typer.Typer(help="Accounts, invitations, rosters; also while the server runs.", no_args_is_help=True)

Login = Annotated[str, typer.Argument(help="Login of the account.")]
Days = Annotated[float, typer.Option(help="For how many days.")]
RoleOption = Annotated[str, typer.Option(help="student, teacher, co-teacher, designer, admin or guest.")]


@app.command("invite")
def invite(
    role: RoleOption = "student",
    session: Annotated[str | None, typer.Option(help="Class that it is for, by its code or its id.")] = None,
    days: Days = 7.0,
    uses: Annotated[int, typer.Option(help="How many people may come by it.", min=1)] = 1,
    data: Data = None,
    database: Database = None,
    lang: Told = None,
) -> None:
    """Invite: a code that lets somebody in, so often, so long."""
    from campus.tools.people import invite

    say(lambda: invite(role, session, days, uses, data, database), lang)


@app.command("revoke")
def revoke(
    invitation: Annotated[str, typer.Argument(help="Id of the invitation.")],
    data: Data = None,
    database: Database = None,
    lang: Told = None,
) -> None:
    """Take an invitation back; whoever came by it goes within a second."""
    from campus.tools.people import revoke

    say(lambda: revoke(invitation, data, database), lang)


@app.command("roster")
def roster(
    file: Annotated[Path, typer.Argument(help="List of people (CSV, as an office exports it).")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File for the codes (CSV).")] = None,
    days: Days = 200.0,
    data: Data = None,
    database: Database = None,
    lang: Told = None,
) -> None:
    """Give everybody on a list a code of their own."""
    from campus.tools.people import roster

    say(lambda: roster(file, out, days, data, database), lang)


@app.command("add")
def add(
    login: Login,
    name: Annotated[str | None, typer.Option(help="Name as others see it.")] = None,
    role: RoleOption = "student",
    data: Data = None,
    database: Database = None,
    lang: Told = None,
) -> None:
    """Make an account; its password is asked for."""
    from campus.tools.people import add

    say(lambda: add(login, name, role, data, database, spoken(lang)), lang)


@app.command("change")
def change(
    login: Login,
    role: Annotated[str | None, typer.Option(help="Another role.")] = None,
    password: Annotated[bool, typer.Option("--password", help="Another password; it is asked for.")] = False,
    close: Annotated[bool, typer.Option("--close", help="No access any more.")] = False,
    data: Data = None,
    database: Database = None,
    lang: Told = None,
) -> None:
    """Change an account; a running server knows it within a second."""
    from campus.tools.people import change

    say(lambda: change(login, role, password, close, data, database, spoken(lang)), lang)


@app.command("ticket")
def ticket(login: Login, data: Data = None, database: Database = None, lang: Told = None) -> None:
    """Log in and get a ticket for one connection within a minute."""
    from campus.tools.people import ticket

    say(lambda: ticket(login, data, database), lang)


@app.command("list")
def everybody(data: Data = None, database: Database = None, lang: Told = None) -> None:
    """Accounts and invitations."""
    from campus.tools.people import show

    say(lambda: show(data, database), lang)


@app.command("audit")
def audit(data: Data = None, database: Database = None, lang: Told = None) -> None:
    """Who gave or took which right, and when."""
    from campus.tools.people import audit

    say(lambda: audit(data, database), lang)
