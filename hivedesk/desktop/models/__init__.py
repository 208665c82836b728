"""Models between the store's plain rows and Qt's views."""
