//! Media types, items, their hierarchies, versions, external ids and relationships.
