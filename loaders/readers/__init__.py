"""One module per format; every reader returns a `loaders.document.Document`."""
