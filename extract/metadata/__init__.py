"""Who reported, for which year, when, and whether it is a report at all: from what the document and its page say."""

from extract.metadata.describe import Metadata, describe
from extract.metadata.kinds import FormTables

__all__ = ["FormTables", "Metadata", "describe"]
