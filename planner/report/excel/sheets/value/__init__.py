"""Sheets on what a plan is worth: returns, cash flow and unit cost, where the case has transfer prices."""
