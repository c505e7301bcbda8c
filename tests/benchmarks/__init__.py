"""`make bench`: every budget together with its floor in one run. Prints and compares; never fails a build."""
