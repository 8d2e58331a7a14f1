"""The papers that come with the mails: invoices, estimates, letters, an accident statement. All names in them are invented."""
