"""Moodle XML, in which Moodle exports its question banks. Text in, a bank out, and back; reads no file.

Source: https://docs.moodle.org/en/Moodle_XML_format.
"""

from campus.learning.formats.moodle_xml.reading import read_moodle_xml
from campus.learning.formats.moodle_xml.writing import unsaid, write_moodle_xml

__all__ = ["read_moodle_xml", "unsaid", "write_moodle_xml"]
