"""Type stubs, from the models: what `allpages types` writes, and the two services that come with the package."""
