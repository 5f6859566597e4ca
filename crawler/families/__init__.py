"""One module per CMS family: pure functions over (url, bytes)."""
