"""Surveys beside SurveyJS: `survey-core` from npm says what a definition means, `oracle.mjs` asks it."""
