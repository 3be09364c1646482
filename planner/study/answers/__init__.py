"""Answers: differences as intervals, sentences, tables and charts, as text, JSON and workbook."""
