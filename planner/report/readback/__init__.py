"""A plan workbook back to a plan or to its tables."""
