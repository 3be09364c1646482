"""What has to be approved, paid and ordered in the first periods of a plan."""
