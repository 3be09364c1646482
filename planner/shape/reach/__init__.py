"""Reach: can anything new be built, paid for, run and sold at all, and if not, which field is in the way?"""
