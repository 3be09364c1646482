"""The draft of a case: its records one by one, of which some may be known only in part."""
