"""Reach: can anything new be built, paid for, run and sold at all, and if not, which field of the case is in the way?"""
