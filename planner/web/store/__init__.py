"""The data of the server: runs, their files and events, and shared assets."""
