"""People without a screen: how they walk, what they see and do, how it is measured; `campus.tools.bot` sends them."""
