"""Files that other programs write and read: GIFT and Moodle XML. Each is text in, data out, and back."""
