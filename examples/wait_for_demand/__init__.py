"""A small example: its rows, its workbooks and its README."""
