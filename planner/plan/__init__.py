"""Plan records, extraction from a solution, and the independent audit."""
