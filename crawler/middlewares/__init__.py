"""Challenge pages, the network guard, Retry-After, per-platform slots."""
