"""Measurements, run by hand: nothing here is a test, since no test may depend on the clock."""
