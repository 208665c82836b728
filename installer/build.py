"""Make the packages of HiveDesk, on a machine that has never seen it.

    python3 installer/build.py deb|wheel|windows|sbom|all [--out FOLDER]

This one stays readable to any Python, like bootstrap.py beside it.
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

    from building import main

    sys.exit(main(sys.argv[1:]))
