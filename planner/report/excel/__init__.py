"""The plan workbook: its sheets, how they look and print, and the links between them."""
