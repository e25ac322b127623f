"""The words of the field: official forms, report titles, divisions, portals. No file format, network or database."""
