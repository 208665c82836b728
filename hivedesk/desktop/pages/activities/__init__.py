"""Support groups, social activities, trips, and the budget they cost."""
