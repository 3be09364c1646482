"""Plans in the browser: pages and an HTTP API over one queue of solves, which are kept in a store of their own.

`app.py` is the table of contents of the routes; what runs long runs in a process of its own, in `worker.py`.
"""
