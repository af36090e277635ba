"""The local endpoint: AWS's behaviour on your own machine, for both image inventories."""
