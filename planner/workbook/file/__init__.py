"""Bytes to cells, and a workbook saved whole or not at all."""
