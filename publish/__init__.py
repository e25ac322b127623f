"""From the working database to a site and files: public.db, Datasette's metadata and plugin, exports."""
