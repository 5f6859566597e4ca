"""Writers that make real files of the blocks of a document; they need the development dependencies, a harvest does not."""
