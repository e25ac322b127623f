"""The archive: what was fetched, as received, in WARC files; and the index that says where each body is."""
