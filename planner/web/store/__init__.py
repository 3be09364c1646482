"""What the server keeps: runs, their files and events, and what it is told once."""
