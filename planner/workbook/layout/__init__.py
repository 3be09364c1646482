"""How planners lay out what a sheet says: rows of units, stacked headers, tables side by side, words for a blank."""
