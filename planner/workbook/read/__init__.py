"""Cells to typed rows, with every fault of the cells on the way."""
