"""The data of a plan's page."""
