"""What a command shows in a terminal: help, progress, faults."""
