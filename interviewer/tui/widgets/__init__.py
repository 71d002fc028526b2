"""Small widgets, one a module, with their messages nested in them."""
