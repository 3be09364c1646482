"""Names of what a package takes."""

DIE, STACK, INTERPOSER, HOST = "compute die", "HBM stack", "interposer", "host and network silicon"
