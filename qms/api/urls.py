"""Addresses under /api/."""

from django.urls import path

urlpatterns: list[object] = []
_ = path
