"""The plan sheets of the contract: their columns, and a plan as rows of them, as CSV and as JSON."""
