"""The example workbooks as plain rows with their sources, and the script that writes them."""
