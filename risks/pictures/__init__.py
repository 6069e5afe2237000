"""Pictures of this folder: where everything stands is worked out here, the templates only draw it."""
