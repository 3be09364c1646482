"""The optimum of tiny cases without the model: every schedule there is, and two linear programs for each.

Written from the sentences of the dictionary and the rules alone. Of the planner it knows nothing but the records.
"""
