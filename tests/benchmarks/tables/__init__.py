"""The tables of the results file, one module for each kind of run."""
