"""The pages of the rail, one package for each subject."""
