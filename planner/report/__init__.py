"""A plan as tables, as a workbook, and read back."""
