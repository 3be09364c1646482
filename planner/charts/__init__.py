"""Charts declared once from tables: drawn as pictures for the workbook, and live on web pages.

Every module has one `declare(...)`, which takes a table (its columns are listed there) and returns a chart in
Vega-Lite; `draw.png` makes a picture of it. vl-convert, which draws, comes with the extra `charts`; `draw.available`
says whether it is here.
"""
