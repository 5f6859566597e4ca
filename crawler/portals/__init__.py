"""The bundled registry: one YAML file per province, and the script that made the first version from a published list."""
