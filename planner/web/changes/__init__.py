"""Fields of a what-if about single rows of a case: what can be chosen, and the edits that a form asks for."""
