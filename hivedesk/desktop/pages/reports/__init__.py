"""The reports: preview, print, save."""
