"""What is planned: calendar, records, curves and money. Standard library only."""
