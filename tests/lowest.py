"""The lowest versions that the package declares, as constraints for pip: `python -m tests.lowest > lowest.txt`."""

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
EXTRAS = ("web", "charts", "cluster", "scip")


def lowest() -> dict[str, str]:
    """Return the lowest version of every package by its name."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    texts = [*project["dependencies"], *(text for extra in EXTRAS for text in project["optional-dependencies"][extra])]
    return {
        one.name: bound.version for one in map(Requirement, texts) for bound in one.specifier if bound.operator == ">="
    }


if __name__ == "__main__":
    print("\n".join(f"{name}=={version}" for name, version in sorted(lowest().items())))
