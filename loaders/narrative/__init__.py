"""The narrative part of a disclosure: sentences with numbers become facts with subject, year, item, amount, change and reason."""

from loaders.narrative.facts import Fact, facts

__all__ = ["Fact", "facts"]
