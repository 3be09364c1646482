"""A case as plain tables: what a page shows and changes, read and written like a workbook, without a file."""
