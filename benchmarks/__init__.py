"""What the project costs beside what it stands on, as ratios held to a floor."""
