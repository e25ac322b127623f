"""From positioned words and ruled lines to blocks: grids, borderless tables, paragraphs, and what pages cut apart."""
