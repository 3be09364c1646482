"""Studies of a run: what can be asked, and the answer as data in the words of the page."""
