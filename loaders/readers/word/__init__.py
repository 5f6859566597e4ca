"""Word-processor files: .docx, .doc, .wps, .rtf."""
