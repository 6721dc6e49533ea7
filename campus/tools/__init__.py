"""The designer's and tester's tools: render, bots, plan."""
