"""The queue of solves and the worker processes that do them."""
