"""Whole columns in another unit: every column is compared with what the case could ever use."""
