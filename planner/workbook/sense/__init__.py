"""The checks of a case at the cells of a workbook: rows to a draft of the case, problems back to faults."""
