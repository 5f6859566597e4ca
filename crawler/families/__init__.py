"""CMS families: one module per platform dialect, pure functions from a fetched page to values (`base.Family`)."""
