DROP TABLE listen_imports;
