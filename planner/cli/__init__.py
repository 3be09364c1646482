"""The command line: prints and exit codes."""
