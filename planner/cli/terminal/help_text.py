"""How the help shows options: a flag takes no value, so no type is shown for it."""

from typing import Any

from typer.core import TyperCommand, TyperGroup


class Command(TyperCommand):
    """A command whose flags, `--help` among them, are shown without a type."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters of the command."""
        return _without_types_of_flags(super().get_params(ctx))


class Group(TyperGroup):
    """The same for the command line as a whole."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters of the group."""
        return _without_types_of_flags(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; the options for logging may stand behind the command too."""
        return super().parse_args(ctx, _options_first(args))


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
