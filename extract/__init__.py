"""From bytes to a report: format readers, recognition of the forms, metadata, checks. Pure: no network, no database."""
