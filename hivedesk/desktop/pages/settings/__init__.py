"""Policies, Hives, people, themes; how the window looks; backups and the passphrase."""
