"""Proofs by any MIP solver that Pyomo can call, in a process of its own."""
