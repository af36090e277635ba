"""EC2, as far as images and fast launch need it: one module per feature, its operations in a table each."""
