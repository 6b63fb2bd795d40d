"""The platform: sites, plugins, people, commands, projections, pages."""
