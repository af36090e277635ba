"""What the command line tells: help texts from the models, their wording and layout."""
