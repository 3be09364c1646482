"""What a plan is worth to whom: cash of fabs and funds, returns, cost of wafers and packages, and views of value."""
