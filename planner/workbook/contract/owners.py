"""The sheet about owners: companies that hold nodes and build phases."""

from typing import ClassVar

from planner.workbook.contract.columns import Row, Type, column


class OwnerRow(Row):
    """A company that builds."""

    sheet: ClassVar = "owners"
    about: ClassVar = "Companies that build: the nodes that each holds, and what it can start in a year"
    unique: ClassVar = ("owner",)

    owner: str = column("Owner", Type.NAME, "Name of the company")
    nodes: tuple[str, ...] = column(
        "Nodes", Type.NAMES, "Nodes that it may build; blank: any", default=(), ref="nodes.node", acts=False
    )
    max_phase_starts_per_year: float | None = column(
        "Max phase starts [a year]",
        Type.NUMBER,
        "Starts of the owner within any year, wherever it builds; blank: no limit",
        unit="phases/year",
        default=None,
        ge=0,
    )
