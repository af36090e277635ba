"""Wire formats: JSON, XML, form and CBOR, each as `writer(shape)` and `reader(shape)`."""
