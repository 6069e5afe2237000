"""What monitors compute: reading points, limits as documents, judging points, the picture. No database."""
