"""From a portal to archived responses: what to fetch, politely, and where it was found.

A portal is data (``portals.yml``), a portal product is a class (``crawler.products``). The spider asks the page's
products and the words of its links what to fetch next; middlewares keep requests polite, on the portal, and in the
archive. The crawler knows the index only as a protocol.
"""
