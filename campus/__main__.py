"""`python -m campus`: the same as the command `campus`."""

from campus.cli import main

if __name__ == "__main__":
    main()
