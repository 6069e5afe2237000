"""The shipped catalogues as data: `editions.csv` and one `<edition key>.csv` each. Lines with # are comments."""
