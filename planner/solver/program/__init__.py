"""The mixed-integer program as sparse matrices."""
