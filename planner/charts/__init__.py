"""Charts declared once from tables: drawn as pictures for the workbook, and live on web pages.

Every module has one `declare(...)`, which takes a table (its columns are listed there) and returns an Altair chart;
`draw.png` makes a picture of it. Altair and vl-convert come with the extra `charts`; `draw.available` says whether
they are here, and only then may a module that declares be imported.
"""
