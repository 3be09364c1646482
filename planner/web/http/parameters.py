"""Refuses unknown parameters of the API by name: if ignored, they would seem to work."""

from collections.abc import Iterable
from typing import Any

from fastapi import HTTPException, Request

from planner.web.http.guard import TOKEN
from planner.workbook.text.words import nearest

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_PARAMETER, _FIELD = "query parameter", "form field"
_LONGEST = 60
_NEAR = 0.6


async def known_only(request: Request) -> None:
    """Check a request against the API's own description. Raises 422 with all names that its route does not know."""
    description = request.app.openapi()
    route = description["paths"][request.scope["route"].path][request.method.lower()]
    parameters = [one["name"] for one in route.get("parameters", ()) if one["in"] == "query"]
    fields = _fields(description, route)
    sentences = _strange(request.query_params.keys() - {TOKEN}, parameters, _PARAMETER, fields, _FIELD)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() in _FORMS:
        sentences += _strange((await request.form()).keys(), fields, _FIELD, parameters, _PARAMETER)
    if sentences:
        raise HTTPException(422, " ".join(sentences))


def _fields(description: dict[str, Any], route: dict[str, Any]) -> list[str]:
    """Return the fields of the form that a route takes."""
    schema = route.get("requestBody", {}).get("content", {}).get(_FORMS[0], {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    return list(description["components"]["schemas"].get(name, schema).get("properties", ()))


def _strange(names: Iterable[str], known: list[str], here: str, elsewhere: list[str], there: str) -> list[str]:
    """Return a sentence for every unknown name, then one that lists the known ones."""
    strangers = sorted(set(names) - set(known))
    sentences = [f"There is no {here} {name[:_LONGEST]}{_fix(name, known, elsewhere, there)}" for name in strangers]
    listed = f"Known {here}s: {', '.join(known)}." if known else f"This route has no {here}s."
    return [*sentences, listed] if sentences else []


def _fix(name: str, known: list[str], elsewhere: list[str], there: str) -> str:
    if name in elsewhere:
        return f"; it is a {there}."
    near = nearest(name, known, _NEAR)
    return f"; did you mean {near}?" if near else "."
