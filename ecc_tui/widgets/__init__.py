"""What knows how to draw, not what it means."""
