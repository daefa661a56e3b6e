"""``python -m newsgrep``."""

from newsgrep.cli import main

if __name__ == "__main__":
    main()
