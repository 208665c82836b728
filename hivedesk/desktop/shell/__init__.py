"""What stands round the pages: rail, top bar, search, and the pages of a closed store.

Widgets and signals only. Nothing here reads the store; the window does, and hands in words.
"""
