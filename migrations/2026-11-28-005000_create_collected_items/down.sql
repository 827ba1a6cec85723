DROP TABLE collected_items;
