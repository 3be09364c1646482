"""Faults marked in a copy of the planner's own workbook.

The copy is made part by part: only what a mark needs is spliced into the XML, so formulas with their values, charts,
pictures, macros and everything else that no library would keep is kept as it is, byte for byte.
"""
