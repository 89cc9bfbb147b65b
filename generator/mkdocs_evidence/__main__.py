"""`python -m mkdocs_evidence` is the command `evidence`."""

from .cli import main

if __name__ == "__main__":
    main()
