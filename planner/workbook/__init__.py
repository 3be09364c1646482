"""Excel in: the declared schema, the reader, faults and the template."""
