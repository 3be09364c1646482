"""The project and the version that a path names."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from planner.web.services import services
from planner.web.store.projects import Project, Version


def project_of(request: Request, project: str) -> Project:
    """Return a project. Raises 404 where there is none."""
    stored = services(request).store.projects.get(project)
    if stored is None:
        raise HTTPException(404, "This project does not exist; it may have been deleted.")
    return stored


def version_of(request: Request, project: str, number: int) -> Version:
    """Return a version of a project. Raises 404 where there is none."""
    stored = services(request).store.projects.version(project, number)
    if stored is None:
        raise HTTPException(404, "This version does not exist; its project may have been deleted.")
    return stored


StoredProject = Annotated[Project, Depends(project_of)]
StoredVersion = Annotated[Version, Depends(version_of)]
