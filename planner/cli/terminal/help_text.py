"""How the help shows commands and options: a flag takes no value, so no type is shown for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command


class Command(TyperCommand):
    """A command whose flags, `--help` among them, are shown without a type."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters of the command."""
        return _without_types_of_flags(super().get_params(ctx))


@dataclass(frozen=True, slots=True)
class Listed:
    """A command as the help lists it, and the module and the function that it is imported from when it is needed."""

    module: str
    function: str
    summary: str


class Group(TyperGroup):
    """The command line as a whole. Importing all commands takes a second, so each is imported when it is called."""

    listed: ClassVar[Mapping[str, Listed]] = {}

    def __init__(self, **settings: Any) -> None:
        """List the commands without importing them."""
        super().__init__(**settings)
        for name, command in self.listed.items():
            self.add_command(TyperCommand(name=name, help=command.summary))

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters of the group."""
        return _without_types_of_flags(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; the options for logging may stand behind the command too."""
        return super().parse_args(ctx, _options_first(args))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command that the arguments begin with, imported."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, self.imported(name) if name is not None and name in self.listed else command, rest

    @classmethod
    def imported(cls, name: str) -> Any:
        """Return a command with its parameters."""
        listed = cls.listed[name]
        alone = typer.Typer(add_completion=False, rich_markup_mode="rich")
        alone.command(name, cls=Command)(getattr(import_module(listed.module), listed.function))
        return get_command(alone)


def _options_first(args: list[str]) -> list[str]:
    """Move the options for logging to the front."""
    moved: list[str] = []
    rest: list[str] = []
    given = iter(args)
    for arg in given:
        if arg == "--":
            rest += [arg, *given]
        elif arg in ("-v", "--verbose") or arg.startswith("--log-level="):
            moved.append(arg)
        elif arg == "--log-level":
            moved += [arg, *([value] if (value := next(given, None)) is not None else [])]
        else:
            rest.append(arg)
    return moved + rest


def _without_types_of_flags(parameters: list[Any]) -> list[Any]:
    """Give every flag an empty placeholder; left to itself, the help writes `<bool>` there."""
    for parameter in parameters:
        if getattr(parameter, "is_flag", False):
            parameter.metavar = ""
    return parameters
