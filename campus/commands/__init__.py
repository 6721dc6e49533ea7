"""The commands, one file for each group of them; `campus/cli.py` brings them together.

A command reads its arguments, imports what it needs when it runs and calls one function of `campus/tools`,
`campus/client`, `campus/bench` or `server`. It decides nothing.
"""
