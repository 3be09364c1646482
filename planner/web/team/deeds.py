"""What somebody did on the server, in words, from the request that did it."""

import re

_RUN, _STUDY, _PROJECT = r"/runs/[^/]+", r"/studies/[^/]+", r"/projects/[^/]+"
_VERSION = rf"{_PROJECT}/versions/(\d+)"
_API = "/api/v1"
_WORDS = {
    rf"/upload|{_API}/runs": "uploaded a workbook",
    "/example": "took an example",
    f"{_RUN}/solve": "started a solve",
    f"{_RUN}/cancel": "stopped a run",
    f"{_RUN}/delete": "deleted a run",
    f"{_RUN}/what-if": "asked what if",
    f"{_RUN}/studies": "asked a question",
    f"{_RUN}/edit": "opened the case of a run",
    f"{_STUDY}/cancel": "stopped a question",
    f"{_STUDY}/again": "asked a question again",
    f"{_STUDY}/delete": "deleted an answer",
    f"{_STUDY}/apply": "applied a suggestion",
    "/projects/new": "started a new case",
    f"{_PROJECT}/upload": "uploaded the next version",
    f"{_PROJECT}/change": "changed name, tags or notes of a project",
    f"{_PROJECT}/archive": "put a project into the archive, or took it out",
    f"{_PROJECT}/delete": "deleted a project",
    f"{_PROJECT}/annotate": "wrote a note on a version",
    f"{_VERSION}/save": r"saved a version made from version \1",
    f"{_VERSION}/solve": r"solved version \1",
}


def in_words(did: str) -> str:
    """Return what a request did, such as "solved version 3" for "POST /projects/a/versions/3/solve"."""
    method, _, path = did.partition(" ")
    plain = path if path == f"{_API}/runs" else path.removeprefix(_API)
    plain += "/delete" if method == "DELETE" else ""
    for pattern, words in _WORDS.items():
        if match := re.fullmatch(pattern, plain):
            return match.expand(words)
    return did


def page_of(did: str, led_to: str) -> str:
    """Return the page that a request led to, or that it was about; nothing where there is none."""
    if led_to.startswith("/") and not led_to.startswith("//"):
        return led_to
    match = re.search(rf"({_VERSION}|{_PROJECT}|{_RUN}|{_STUDY})/", did)
    return match[1] if match and not did.endswith("/delete") and "/projects/new" not in did else ""
