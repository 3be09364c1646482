"""Index sets that follow from a case: what can be started, made, moved and paid, for model and reports alike."""
