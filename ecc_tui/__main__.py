"""`python -m ecc_tui` is the command `ecc-tui`."""

from ecc_tui.launcher import main

if __name__ == "__main__":
    main()
