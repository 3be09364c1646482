"""What a worker can do, one module with one `work(store, run, lifeline)` for each task."""
