"""Messages between the solving process and its workers, and how they travel."""
