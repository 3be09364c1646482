"""Edits: changed cells and added rows of a case, in the words of its workbook."""
