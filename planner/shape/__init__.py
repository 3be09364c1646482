"""Index sets derived from a case: what can be started, made, moved and paid, for the model and the reports."""
