"""What could be relaxed in a case, cell by cell, and who could grant it."""
