"""What kinds of document do accounts bring? Registered at start-up."""
