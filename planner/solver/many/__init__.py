"""Many linear programs that differ in right-hand sides alone."""
