"""Surveys: what is asked and answered, and definitions as SurveyJS writes them."""
