"""The working database: SQLAlchemy models, loading, the index of the archive. PostgreSQL is a matter of the URL."""
