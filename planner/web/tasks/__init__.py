"""The tasks of a worker, each a module with one `work(store, run, lifeline)`."""
