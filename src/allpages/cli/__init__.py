"""The command line: `allpages SERVICE OPERATION`, `allpages operations`, `allpages serve`."""
