"""What differs between two cases, cell by cell, and between two plans: decisions, coverage and money."""

from planner.study.compare.compare import compare as compare
