//! What keeps the installation running: settings, jobs, schedules, imports, audit and error logs.
