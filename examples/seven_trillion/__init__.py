"""The study of what seven trillion dollars would buy: solves, results, and the page that is filled in from them."""
