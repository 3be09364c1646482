"""Owners: who may build what, and how much of it in a year."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Owner:
    """A company with the nodes that it may build (empty: any) and what its crews can start within any year."""

    name: str
    nodes: frozenset[str] = frozenset()
    max_phase_starts_per_year: float = float("inf")
