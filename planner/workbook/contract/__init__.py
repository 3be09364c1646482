"""The workbook contract: every sheet and column, declared once."""
