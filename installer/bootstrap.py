"""Start HiveDesk, or its tests, on a machine that has never seen it.

    python3 installer/bootstrap.py run [--store FILE] [-- hivedesk arguments]
    python3 installer/bootstrap.py test [-- pytest arguments]
    python3 installer/bootstrap.py setup

Standard library only, as are the files beside it. This one stays readable to any Python, so that
an old one gets as far as saying that it is too old; the others are written for a new one.
"""

import sys

OLDEST_PYTHON = (3, 11)

if __name__ == "__main__":
    if sys.version_info < OLDEST_PYTHON:
        sys.stderr.write(
            "HiveDesk needs Python %s.%s or newer; %s is Python %s.%s.\n"
            % (OLDEST_PYTHON + (sys.executable,) + tuple(sys.version_info[:2]))
        )
        sys.exit(1)

    from commands import main

    sys.exit(main(sys.argv[1:]))
