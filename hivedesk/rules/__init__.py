"""What is allowed and what counts: pure functions over plain values.

No database and no clock of their own: what they need is handed to them. The form
shows their problems while you type, actions refuse on them, the central store
asks them again.
"""
