"""The ledger: who holds which part of the tree, and the bound that follows.

Open nodes move between workers while bounds are on their way, and a bound counts for what its sender held when it was
sent. So batches of nodes are counted, and a bound sent before the last batch arrived is ignored.
"""

import math
from dataclasses import replace

from planner.solver.messages.wire import Bound, Idle, Nodes, Ready, Split


class Ledger:
    """The lowest bound of what each worker holds, in the scaled unit."""

    def __init__(self, first: str) -> None:
        """Begin with the whole tree in one worker's hands."""
        self._first = first
        self._held = {first: -math.inf}
        self._batches: dict[str, int] = {}
        self._ready: list[str] = []
        self._asked: str | None = None
        self._expecting: set[str] = set()

    @property
    def bound(self) -> float:
        """No plan anywhere has a lower objective than this."""
        return min(self._held.values(), default=math.inf)

    @property
    def closed(self) -> bool:
        """Whether nobody holds an open node."""
        return not self._held

    def enter(self, role: str, message: Bound | Nodes | Ready | Idle) -> None:
        """Enter a worker's message about its nodes."""
        match message:
            case Bound() if role in self._held and message.batches == self._batches.get(role, 0):
                self._held[role] = max(self._held[role], message.bound)
            case Idle() if message.batches == self._batches.get(role, 0):
                self._held.pop(role, None)
            case Ready() if role not in self._ready:
                self._ready.append(role)
            case Nodes():
                self._asked = None if self._asked == role else self._asked
                lowest = min((branch.bound for branch in message.branches), default=math.inf)
                if message.branches:
                    self._held[message.to] = min(self._held.get(message.to, math.inf), lowest)
                self._batches[message.to] = self._batches.get(message.to, 0) + 1
                self._expecting.discard(message.to)

    def addressed(self, role: str, nodes: Nodes) -> Nodes:
        """Return nodes as they should travel: back to their sender where the one who was ready for them has died."""
        return nodes if nodes.to in self._expecting or nodes.to == self._first else replace(nodes, to=role)

    def lose(self, role: str, nodes: Nodes | None) -> None:
        """Remove a worker that has died, and enter its nodes with the worker that gets them back."""
        self._held.pop(role, None)
        self._batches.pop(role, None)
        self._expecting.discard(role)
        self._ready = [other for other in self._ready if other != role]
        if nodes is not None:
            self.enter(role, nodes)

    def to_split(self) -> tuple[str, Split] | None:
        """Return which worker should hand over nodes and to whom, or None. One at a time, the lowest bound first."""
        givers = [role for role in self._held if role not in self._ready and self._held[role] > -math.inf]
        if self._asked is not None or not self._ready or not givers:
            return None
        self._asked = min(givers, key=lambda role: self._held[role])
        taker = self._ready.pop(0)
        self._expecting.add(taker)
        return self._asked, Split(taker)
