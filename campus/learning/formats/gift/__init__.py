"""GIFT, Moodle's format for questions that people type. Text in, a bank out, and back; reads no file.

Source: https://docs.moodle.org/en/GIFT_format. Read as Moodle reads it, and a little more kindly where files from the
wild need it: a question that begins with `::` needs no blank line before it, blank lines may stand inside braces, and
braces that hold no answer (mathematics) belong to the text. Each such kindness is remarked on with its line.
"""

from campus.learning.formats.gift.answers import read_gap
from campus.learning.formats.gift.reading import read_gift
from campus.learning.formats.gift.signs import hide
from campus.learning.formats.gift.writing import unsaid, write_gap, write_gift

__all__ = ["hide", "read_gap", "read_gift", "unsaid", "write_gap", "write_gift"]
