"""What can be wrong in a workbook: faults, their codes, and what each code means."""
