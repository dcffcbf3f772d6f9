"""What the pytest plugin loads when it is used: options, fakes lent to tests, reports, the detector."""
