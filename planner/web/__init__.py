"""Plans in the browser: pages and an HTTP API over one queue of solves and one run store.

`app.py` is the table of contents of the routes; long tasks run in separate processes, in `worker.py`.
"""
