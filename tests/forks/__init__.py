"""Processes of this package that start without their imports: most of what a short one takes on a slow machine."""
