"""The room board: rooms down the side, days across, painted on one canvas."""
