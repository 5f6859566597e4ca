"""The narrative part of a disclosure: sentences with numbers become facts with subject, year, item, amount, change and reason."""

from loaders.narrative.codes import SubjectCodes, subject_codes
from loaders.narrative.fact import Fact
from loaders.narrative.printed import with_printed_totals
from loaders.narrative.reader import facts

__all__ = ["Fact", "SubjectCodes", "facts", "subject_codes", "with_printed_totals"]
