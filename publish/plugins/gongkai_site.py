"""For ``datasette --plugins-dir``: the same plugin, where gongkai is importable but not installed."""

from publish.datasette_plugin import (
    asgi_wrapper,
    extra_css_urls,
    extra_template_vars,
    prepare_connection,
    prepare_jinja2_environment,
    register_routes,
    render_cell,
)

__all__ = [
    "asgi_wrapper",
    "extra_css_urls",
    "extra_template_vars",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_routes",
    "render_cell",
]
