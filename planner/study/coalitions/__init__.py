"""What each subset of investors, or of blocs that host fabs, is worth, and how the gain of all may be shared."""

from planner.study.coalitions.coalitions import coalitions as coalitions
