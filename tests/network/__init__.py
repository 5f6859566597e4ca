"""A network of portals on loopback: one 127.0.0.x address per portal, so that hosts are as separate as in the world."""
