"""What each page is for, and every shortcut."""
