"""Floor 5½: records from files. Reads CSV, TSV and XLSX, proposes what each column means, checks every row, and writes
all of them through the door or none. Knows no register by name and no HTTP."""
