"""Commands over files: chart, drift, fairness."""
