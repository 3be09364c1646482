"""Small cases that show one rule each and can be followed by hand, and the study of seven trillion dollars."""
