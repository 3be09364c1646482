"""The lowest versions that the package declares, as constraints for pip: `python -m tests.lowest > lowest.txt`.

python -m venv low && low/bin/pip install -c lowest.txt -e '.[dev]' && low/bin/pytest
"""

import tomllib
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = Path(__file__).parent.parent / "pyproject.toml"


def lowest() -> dict[str, str]:
    """Return the lowest version of every package that is declared with one; of several minima the highest."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    texts = [*project["dependencies"], *(text for extra in project["optional-dependencies"].values() for text in extra)]
    minima: dict[str, str] = {}
    for one in map(Requirement, texts):
        for bound in one.specifier:
            if bound.operator == ">=" and (one.name not in minima or bound.contains(minima[one.name]) is False):
                minima[one.name] = bound.version
    return minima


if __name__ == "__main__":
    print("\n".join(f"{name}=={version}" for name, version in sorted(lowest().items())))
