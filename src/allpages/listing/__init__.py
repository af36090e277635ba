"""One listing under way: runs, pages, paginators, reading ahead."""
