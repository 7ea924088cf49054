"""`python -m dutygraph`: the command line of a checkout or an installation without its script."""

from dutygraph.cli import main

if __name__ == "__main__":
    main()
