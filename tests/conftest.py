"""For every test: a busy machine is no fault of the code's."""

from hypothesis import settings

settings.register_profile("campus", deadline=None)
settings.load_profile("campus")
