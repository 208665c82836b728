"""Families: the list, the card that answers a phone call, and the story."""
