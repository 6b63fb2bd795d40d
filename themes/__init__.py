"""Looks of the pages (界面风格): templates, styles, pictures, and no logic."""
