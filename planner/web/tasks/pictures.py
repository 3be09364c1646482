"""Task: the charts of a plan, a study or a comparison as pictures. The run of the task may be FIRST-SECOND."""

import json
from base64 import b64encode
from typing import Any

from planner.charts.draw import png, svg
from planner.web.handout.places import places
from planner.web.queue.lifeline import Lifeline
from planner.web.store.store import Store


def work(store: Store, run: str, lifeline: Lifeline) -> None:
    """Draw every chart once."""
    home, sources, target = places(run)
    texts = (store.file(home, name) for name in sources)
    content = json.loads(next(filter(None, texts), b"{}"))
    charts: dict[str, Any] = content.get("charts", content)
    drawn = {
        name: {"words": one["words"], "svg": svg(one["spec"]), "png": b64encode(png(one["spec"])).decode()}
        for name, one in charts.items()
        if name != "sites"  # its period is chosen on the page; the map of money takes its place
    }
    store.put(home, {target: json.dumps(drawn).encode()})
