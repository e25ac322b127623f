"""Format readers, one module a format: bytes to the neutral document, with no knowledge of the forms."""
