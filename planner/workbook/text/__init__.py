"""What planners type: words, numbers, period labels, cell values."""
