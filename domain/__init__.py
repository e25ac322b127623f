"""The words of the field: official forms, report titles, divisions, portals. Knows no file format, network or database."""
