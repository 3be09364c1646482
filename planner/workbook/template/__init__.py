"""Input workbooks made from the declared contract."""
