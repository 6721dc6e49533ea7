"""Units, sessions, activities: the flipped classroom's rules, and the panels that show them."""
