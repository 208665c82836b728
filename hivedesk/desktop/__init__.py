"""What people see: the only part of the house that knows Qt."""

from __future__ import annotations

from hivedesk.desktop.lasting import keep_constants_alive

keep_constants_alive()
