"""Cuts of the tree: it cuts off the LP solutions of its nodes too, and these cuts hold in all nodes to come."""

import highspy

from planner.solver.prove.cuts import rows_of, stacked
from planner.solver.prove.node_relaxation import NodeRelaxation
from planner.solver.prove.root import Root

ALL_ROWS_EVERY_NODES = 100
"""At most nodes, cuts come only from rows that have given some: to go through all rows takes as long as a node."""
MAX_CUTS_OF_NODE = 30
MAX_CUTS_SHARE = 0.05
"""Cuts of the tree as a share of the rows: with more every node would take longer than they save."""
SOLVED = highspy.HighsModelStatus.kOptimal


class TreeCuts:
    """The cuts that one tree adds to the program that nodes are solved with and to that of the probes."""

    def __init__(self, root: Root, relaxation: NodeRelaxation, probe: NodeRelaxation) -> None:
        """Start without cuts; there are none at all where the root has no separator."""
        self._root = root
        self._relaxation = relaxation
        self._probe = probe
        self._until_all = ALL_ROWS_EVERY_NODES
        self._left = int(MAX_CUTS_SHARE * relaxation.solver.getNumRow())

    def cut_off(self) -> highspy.HighsModelStatus:
        """Cut off the point of the node that was solved last, solve it again, and return how that ended."""
        separator, relaxation = self._root.separator, self._relaxation
        if separator is None or self._left <= 0:
            return SOLVED
        self._until_all -= 1
        limit = min(MAX_CUTS_OF_NODE, self._left)
        cuts = separator.cuts(relaxation.x, limit, from_fruitful=self._until_all > 0)
        if self._until_all == 0:
            self._until_all = ALL_ROWS_EVERY_NODES
        if not cuts.lower.size:
            return SOLVED
        first = relaxation.solver.getNumRow()
        relaxation.add(cuts)
        status = relaxation.again()
        if status == SOLVED:
            stays = relaxation.drop_slack(first)
            cuts = stacked([row for row, stay in zip(rows_of(cuts), stays.tolist(), strict=True) if stay])
        self._left -= cuts.lower.size
        self._probe.add(cuts)
        if self._root.check is not None:
            self._root.check.add(cuts)
        return status
