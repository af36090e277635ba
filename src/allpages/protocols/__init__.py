"""Wire protocols: six rows of envelope and formats, and the faults they report."""
