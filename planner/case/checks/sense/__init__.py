"""Planning sense: is what each record says possible, and does it fit the others? One module for each kind of check."""
