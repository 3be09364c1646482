"""What an installation can do here, checked by doing it."""
