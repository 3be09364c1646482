"""Names of the model: every family of variables and rows, declared once for model, search, extraction and reports."""
