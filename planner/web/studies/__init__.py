"""Studies of a run: what can be asked, the task that answers, the answer as data, and its pages."""
