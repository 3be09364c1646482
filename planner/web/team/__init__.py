"""A server for a team: users by token, limits of each, and a record of who did what."""
