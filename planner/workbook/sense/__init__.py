"""Is what each sheet says possible, and does it fit the others? One module for each kind of check."""
