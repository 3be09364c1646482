"""The ledger: no bound counts for more than its sender held, whatever the order in which messages come."""

import math

import numpy as np

from planner.solver.messages.wire import Bound, Branch, Idle, Nodes, Ready, Split
from planner.solver.portfolio.ledger import Ledger

NONE = np.zeros(0)


def nodes(to: str, *bounds: float) -> Nodes:
    branches = tuple(Branch(bound, (), NONE.astype(np.int64), NONE) for bound in bounds)
    return Nodes(to, branches, NONE, NONE)


def lent() -> Ledger:
    """Return a ledger of a prover at 10 that has lent nodes of 12 and 14 to a helper."""
    ledger = Ledger("prove")
    ledger.enter("prove", Bound(10.0))
    ledger.enter("improve", Ready())
    assert ledger.to_split() == ("prove", Split("improve"))
    ledger.enter("prove", nodes("improve", 14.0, 12.0))
    return ledger


def test_the_bound_is_the_lowest_of_all_holders() -> None:
    ledger = lent()
    assert ledger.bound == 10.0
    ledger.enter("prove", Bound(13.0))
    assert ledger.bound == 12.0
    ledger.enter("improve", Bound(12.5, batches=1))
    assert ledger.bound == 12.5


def test_a_bound_from_before_the_last_batch_is_passed_over() -> None:
    ledger = lent()
    ledger.enter("prove", Bound(20.0))
    ledger.enter("improve", Bound(19.0, batches=0))
    assert ledger.bound == 12.0
    ledger.enter("improve", Idle(batches=0))
    assert ledger.bound == 12.0


def test_bounds_never_fall_but_with_nodes_that_come_in() -> None:
    ledger = lent()
    ledger.enter("prove", Bound(15.0))
    ledger.enter("prove", Bound(11.0))
    ledger.enter("improve", Idle(batches=1))
    assert ledger.bound == 15.0
    ledger.enter("improve", nodes("prove", 13.0))
    assert ledger.bound == 13.0
    # The prover does not know of them yet.
    ledger.enter("prove", Bound(16.0))
    assert ledger.bound == 13.0
    ledger.enter("prove", Bound(16.0, batches=1))
    assert ledger.bound == 16.0


def test_the_proof_is_complete_where_nobody_holds_a_node() -> None:
    ledger = lent()
    ledger.enter("prove", Idle(batches=0))
    assert not ledger.closed
    ledger.enter("improve", Idle(batches=1))
    assert ledger.closed
    assert ledger.bound == math.inf


def test_nodes_of_a_worker_that_died_are_open_again() -> None:
    ledger = lent()
    ledger.enter("prove", Idle(batches=0))
    assert ledger.bound == 12.0
    ledger.lose("improve", nodes("prove", 14.0, 12.0))
    assert ledger.bound == 12.0
    ledger.enter("prove", Bound(13.0, batches=1))
    assert ledger.bound == 13.0
    assert not ledger.closed


def test_one_is_asked_at_a_time_and_only_who_has_proven_something() -> None:
    ledger = Ledger("prove")
    ledger.enter("improve", Ready())
    assert ledger.to_split() is None
    ledger.enter("prove", Bound(1.0))
    assert ledger.to_split() == ("prove", Split("improve"))
    ledger.enter("improve", Ready())
    assert ledger.to_split() is None
    ledger.enter("prove", nodes("improve"))
    assert ledger.to_split() == ("prove", Split("improve"))


def test_nodes_for_a_worker_that_has_died_go_back_to_their_sender() -> None:
    ledger = Ledger("prove")
    ledger.enter("prove", Bound(10.0))
    ledger.enter("improve", Ready())
    assert ledger.to_split() == ("prove", Split("improve"))
    assert ledger.addressed("prove", nodes("improve", 12.0)).to == "improve"
    ledger.lose("improve", None)
    back = ledger.addressed("prove", nodes("improve", 12.0))
    assert back.to == "prove"
    ledger.enter("prove", back)
    ledger.enter("prove", Bound(13.0, batches=1))
    assert ledger.bound == 13.0


def test_a_worker_that_was_started_again_counts_its_batches_from_the_first() -> None:
    ledger = lent()
    ledger.enter("prove", Bound(15.0))
    ledger.lose("improve", None)
    ledger.enter("improve", Ready())
    assert ledger.to_split() == ("prove", Split("improve"))
    ledger.enter("prove", nodes("improve", 16.0))
    ledger.enter("improve", Bound(17.0, batches=1))
    ledger.enter("prove", Bound(18.0))
    assert ledger.bound == 17.0
