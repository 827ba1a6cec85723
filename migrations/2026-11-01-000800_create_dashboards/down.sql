DROP TABLE dashboard_widgets;
DROP TABLE dashboards;
