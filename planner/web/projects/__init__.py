"""Projects: cases that are edited in the page, with their versions and runs."""
