"""fab-planner: where, for which nodes and when to build fabs so that AI-chip demand is covered within the budget."""

__version__ = "0.1.0"
