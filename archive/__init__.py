"""The archive: every response as received, in WARC files, and the words in which crawler and database speak of it."""
