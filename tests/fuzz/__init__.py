"""Fuzzing as a command: whatever comes in, only documented errors come out."""
