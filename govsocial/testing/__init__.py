"""What the test suite needs besides tests: real servers to run against."""
