"""From a portal to archived responses: one Scrapy project, a class per portal product."""
