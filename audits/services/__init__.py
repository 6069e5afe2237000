"""What people do with an audit in one step that is several changes of records."""
