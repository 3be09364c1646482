"""Task: the charts of a plan, a study or a comparison as pictures. The run of the task may be FIRST-SECOND.

For the map of sites in a period it is RUN@PERIOD."""

import json
from base64 import b64encode
from typing import Any

from planner.charts.draw import png, svg
from planner.web.handout.places import PERIOD, places
from planner.web.queue.lifeline import Lifeline
from planner.web.store.records import VIEW
from planner.web.store.store import Store

SITES = "sites"


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Draw every chart once, but the map of sites, which there is for every period, only for one that is asked for."""
    home, sources, target = places(run)
    texts = (store.file(home, name) for name in sources)
    content = json.loads(next(filter(None, texts), b"{}"))
    charts: dict[str, Any] = content.get("charts", content)
    sites, period = charts.pop(SITES, None), run.partition(PERIOD)[2]
    if period and sites is not None:
        labels = json.loads(store.file(home, VIEW) or b"{}")["periods"]
        charts = {SITES: {**sites, "spec": _at(sites["spec"], labels, period)}}
    drawn = {
        name: {"words": one["words"], "svg": svg(one["spec"]), "png": b64encode(png(one["spec"])).decode()}
        for name, one in charts.items()
    }
    store.put(home, {target: json.dumps(drawn).encode()})


def _at(spec: dict[str, Any], labels: list[str], period: str) -> dict[str, Any]:
    """Return the map of sites as it is in a period, which its title names."""
    params = [{**one, "value": labels.index(period)} if one["name"] == "at" else one for one in spec["params"]]
    return {**spec, "params": params, "title": {**spec["title"], "text": f"{spec['title']['text']}: {period}"}}
