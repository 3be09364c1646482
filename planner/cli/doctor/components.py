"""What the planner is made of: every installed package that it needs, with its version and licence.

The bill of materials follows CycloneDX 1.5 (JSON).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PACKAGE = "fab-planner"
EXTRAS = ("web", "charts", "scip", "cluster")
"""Extras whose packages are listed where they are installed; those for development and measuring are not."""
UNKNOWN = "not stated"


@dataclass(frozen=True, slots=True)
class Component:
    """An installed package."""

    name: str
    version: str
    licence: str

    @property
    def purl(self) -> str:
        """The name by which audits of dependencies know it."""
        return f"pkg:pypi/{canonicalize_name(self.name)}@{self.version}"


def components() -> tuple[Component, ...]:
    """Return every installed package that the planner needs, directly or not, by name; without the planner itself."""
    return tuple(sorted(_needed(), key=lambda component: component.name.casefold()))


def bill_of_materials(version: str, parts: tuple[Component, ...]) -> dict[str, Any]:
    """Return the bill of materials of the planner in a version."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": PACKAGE, "version": version}},
        "components": [
            {
                "type": "library",
                "bom-ref": part.purl,
                "name": part.name,
                "version": part.version,
                "purl": part.purl,
                "licenses": [{"license": {"name": part.licence}}],
            }
            for part in parts
        ],
    }


def _needed() -> Iterator[Component]:
    queue: list[tuple[str, frozenset[str]]] = [(PACKAGE, frozenset(EXTRAS))]
    seen: set[tuple[str, frozenset[str]]] = set()
    listed: set[str] = {canonicalize_name(PACKAGE)}
    while queue:
        name, extras = queue.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            package = distribution(name)
        except PackageNotFoundError:  # of an extra that is not installed
            continue
        if name not in listed and canonicalize_name(name) not in listed:
            listed.add(canonicalize_name(name))
            yield Component(package.metadata["Name"], package.version, licence_of(package))
        for text in package.requires or ():
            requirement = Requirement(text)
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                queue.append((canonicalize_name(requirement.name), frozenset(requirement.extras)))


def licence_of(package: Distribution) -> str:
    """Return the licence that a package states: an SPDX expression, a classifier, or the first line of its text."""
    stated = _only(package, "License-Expression")
    if stated:
        return stated
    classifiers = [text for text in package.metadata.get_all("Classifier") or () if text.startswith("License ::")]
    names = [text.rsplit(" :: ", 1)[-1] for text in classifiers if text.count(" :: ") > 1]
    if names:
        return " or ".join(names)
    return re.split(r"[\n\r]", _only(package, "License"), maxsplit=1)[0][:60] or UNKNOWN


def _only(package: Distribution, key: str) -> str:
    """Return what the metadata say under a key, empty if nothing."""
    values = package.metadata.get_all(key) or ()
    return next((str(value).strip() for value in values), "")
