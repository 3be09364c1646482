"""`planner serve`: the pages and the API, by default on this machine only."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from planner import child_environment
from planner.cli import options
from planner.cli.exits import Exit, Stop
from planner.web.settings import default_store, missing_libraries
from planner.web.team.users import UsersError, read_users


def serve(
    host: Annotated[str, typer.Option(metavar="H", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="Port; 0 picks a free one.")] = 8786,
    token: Annotated[
        str, typer.Option(metavar="T", envvar="PLANNER_TOKEN", help="Access token.", show_default=False)
    ] = "",
    users: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            help="Users of a team: name, token, max_minutes, max_waiting (blank: no limit).",
            show_default=False,
        ),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Additional host name to accept.", show_default=False),
    ] = None,
    store: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the run store.", show_default="user data folder")
    ] = None,
    keep: Annotated[
        int,
        typer.Option(
            metavar="N", min=1, help="Number of runs with a plan to keep, and as many without; older ones are deleted."
        ),
    ] = 200,
    memory_mb: Annotated[
        int, typer.Option(metavar="N", min=256, help="Memory limit of each process of a solve, in MB.")
    ] = 4096,
    max_minutes: Annotated[
        float,
        typer.Option(
            metavar="TIME", parser=options.minutes, help="Largest time limit of a solve: minutes, or 90s, 10m, 1h30m."
        ),
    ] = 60.0,
    most_minutes: Annotated[  # the old name, for one more release
        float | None, typer.Option(metavar="TIME", parser=options.minutes, hidden=True)
    ] = None,
    executor: Annotated[
        str,
        typer.Option(
            metavar="WHERE",
            help="Who solves: local (one solve at a time), local:N for N at once, or dask:ADDRESS for the workers of a "
            "Dask scheduler.",
        ),
    ] = "local",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Serve pages and an API to check and solve workbooks and to look at plans."""
    missing = missing_libraries()
    if missing:
        raise Stop(
            Exit.USAGE, f"planner serve needs {', '.join(missing)}: install it with pip install 'fab-planner[web]'."
        )
    from planner.web import __main__ as server
    from planner.web.serving import Address
    from planner.web.settings import Settings

    try:
        team = read_users(users) if users else ()
    except UsersError as error:
        raise Stop(Exit.USAGE, str(error)) from error
    settings = Settings(
        store=store or default_store(),
        token=token,
        users=team,
        solve_seconds=60 * (most_minutes or max_minutes),
        solve_memory_mb=memory_mb,
        keep_runs=keep,
        executor=executor,
    )
    handover = server.to_environment(settings, Address(host, port, tuple(allow_host or ())), not no_browser)
    if sys.platform == "win32":  # where a process cannot replace itself
        raise typer.Exit(server.main(handover))
    # A token must not appear in the process list.
    environment = child_environment(PLANNER_SERVE=handover)
    os.execve(sys.executable, [sys.executable, "-m", "planner.web"], environment)
