"""The bundled sample portal: an invented county's disclosure pages and files, served on loopback."""

from crawler.sample_portal.server import SamplePortal, Served

__all__ = ["SamplePortal", "Served"]
