"""Other plans that cost about as much: with the fewest or most phases somewhere, the nearest, the farthest."""
