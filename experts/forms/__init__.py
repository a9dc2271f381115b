"""Forms of the expert's side: they validate; services write."""
