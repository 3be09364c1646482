"""From the values of a solution to the records of a plan, disaggregated to regions, markets, sites and funds."""

from planner.extract.plan import extract
from planner.registry.families import Values

__all__ = ["Values", "extract"]
