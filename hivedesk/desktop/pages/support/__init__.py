"""Support: logs, follow-ups, hours, checks, referrals and the people around families."""
