"""What the Makefile does. Plain Python without dependencies: it runs before anything is there."""
