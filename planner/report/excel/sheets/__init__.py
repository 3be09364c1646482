"""The sheets that are presented, one module each; every module has one `add(book, case, plan)`."""
