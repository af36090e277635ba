"""WorkSpaces, as far as images need it: one module per feature, its operations in a table each."""
