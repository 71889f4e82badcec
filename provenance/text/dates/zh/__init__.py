"""Chinese time expressions: one file per part of the calendar, put together by `reader`."""
