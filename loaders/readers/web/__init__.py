"""Markup: .html, .mht."""
