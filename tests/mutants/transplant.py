"""A changed module in the place of the one that runs: its functions get the new code, whoever has imported them."""

import ast
import sys
import types
from typing import Any


def transplant(name: str, tree: ast.Module) -> None:
    """Give the functions and constants of a module that is loaded those of a changed one."""
    module = sys.modules[name]
    made = types.ModuleType(name)
    made.__dict__.update({"__name__": name, "__file__": module.__file__, "__package__": name.rpartition(".")[0]})
    exec(compile(tree, str(module.__file__), "exec"), made.__dict__)
    for key, new in vars(made).items():
        old = module.__dict__.get(key)
        if isinstance(old, type) and old.__module__ == name:
            for attribute, method in vars(new).items():
                _move(vars(old).get(attribute), method)
        elif not _move(old, new) and _is_plain(new) and new != old:
            _replace(old, new)


def _move(old: Any, new: Any) -> bool:
    """Move the code of a function, of a property, or of what is cached; say whether it was one."""
    old, new = (getattr(one, "fget", one) for one in (old, new))
    if hasattr(old, "cache_clear"):
        old.cache_clear()
    old, new = (getattr(one, "__wrapped__", one) for one in (old, new))
    if not (isinstance(old, types.FunctionType) and isinstance(new, types.FunctionType)):
        return False
    if len(old.__code__.co_freevars) == len(new.__code__.co_freevars):
        old.__code__ = new.__code__
        old.__defaults__, old.__kwdefaults__ = new.__defaults__, new.__kwdefaults__
    return True


def _is_plain(value: object) -> bool:
    return isinstance(value, int | float | str | tuple | frozenset | dict)


def _replace(old: object, new: object) -> None:
    """Put a constant in the place of another one in every module of the project that has imported it."""
    for other in [one for at, one in sys.modules.items() if at.split(".")[0] in ("planner", "tests")]:
        for key, value in list(vars(other).items()):
            if value is old and not key.startswith("__"):
                setattr(other, key, new)
