"""`/style/`: every component on one page, in debug only."""

import datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.generic import View

from qms.charts.control import Mark, Panel, control_figure
from qms.charts.interval import interval_bar
from qms.lib.worddiff import word_diff


class Sample(forms.Form):
    title = forms.CharField(help_text="What happened, in one line.", max_length=200)
    found_on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False)
    severity = forms.ChoiceField(choices=[("major", "Major"), ("minor", "Minor")], widget=forms.RadioSelect)
    where = forms.ChoiceField(choices=[("", "–"), ("a", "Munich"), ("b", "Gdańsk")], required=False)
    text = forms.CharField(widget=forms.Textarea, help_text="Markdown is understood.", required=False)
    agreed = forms.BooleanField(label="Similar cases were looked for", required=False)
    file = forms.FileField(required=False)


def sample() -> dict[str, Any]:
    """Made-up values, one for each component."""
    now = timezone.now()
    person = SimpleNamespace(printed_name="Maren Holt", username="quality", is_active=True, pk=0)
    form = Sample({"title": "", "severity": "major", "text": "Recall fell to **0.71**."})
    mine, shared = (
        SimpleNamespace(pk=n, user=person, user_id=n, name=name) for n, name in ((None, "Mine"), (1, "Late"))
    )
    steps = [("Reported", "past"), ("Triaged, major", "past"), ("Effectiveness check", "now"), ("Closed", "next")]
    return {
        "form": form,
        "person": person,
        "now": now,
        "today": timezone.localdate(),
        "week": timezone.localdate() + datetime.timedelta(days=4),
        "past": timezone.localdate() - datetime.timedelta(days=4),
        "badges": [
            ("draft", "Draft"),
            ("open", "Cause analysis"),
            ("done", "Closed"),
            ("void", "Void"),
            ("warn", "Late"),
            ("bad", "Broken"),
            ("past", "Superseded"),
        ],
        "steps": [{"label": label, "kind": kind, "at": now, "who": person.printed_name} for label, kind in steps],
        "tabs": [
            {"label": "Open", "url": "#", "count": 18, "current": True},
            {"label": "Done", "url": "#", "count": 214},
        ],
        "views": [mine, shared],
        "view": shared,
        "register": SimpleNamespace(key="style"),
        "bulk": SimpleNamespace(moves=[SimpleNamespace(verb="start", label="Start")], hands_over=True, most=200),
        "pieces": word_diff(
            "The gate ran before the refresh.", "The gate was asked before the hold-out was refreshed."
        ),
        "signature": {"printed_name": "Petra Novák", "meaning_label": "approval of the plan", "at": now, "valid": True},
        "broken": {
            "printed_name": "Tom Okafor",
            "meaning_label": "review",
            "at": now,
            "valid": False,
            "said": "signed rev 4, changed in rev 6",
        },
        "nodes": [
            {
                "mark": "yes",
                "word": "confirmed",
                "text": "The gate was asked before the hold-out was refreshed",
                "children": [
                    {
                        "mark": "yes",
                        "word": "confirmed",
                        "strong": "Root cause.",
                        "text": "No rule ties the gate to the age of its data",
                    },
                    {"mark": "no", "word": "refuted", "text": "The labels of May were wrong"},
                ],
            },
            {"mark": "maybe", "word": "assumed", "text": "Seasonal shift in the customer base"},
        ],
        "tiles": [
            {
                "label": "Open nonconformities",
                "value": 18,
                "late": "3 late",
                "note": "oldest 112 days",
                "url": "#",
                "trend": "0,6 20,7 40,10 60,13 80,12 100,13",
            },
            {"label": "Actions late", "value": 5, "note": "of 37 open", "url": "#", "bad": True},
            {"label": "Models signed", "value": None, "note": "no model in service", "url": "#"},
            {
                "label": "ISO 9001 covered",
                "value": "87 %",
                "note": "7 stale, 4 missing",
                "url": "#",
                "parts": [("good", 0, 87), ("warn", 87, 8), ("bad", 95, 5)],
            },
        ],
        "heads": ["Q1", "Q2", "Q3", "Q4"],
        "matrix": [
            {
                "label": "8.5.1 Control",
                "cells": [
                    {"kind": "good", "sign": "✓", "label": "conforms"},
                    {"kind": "warn", "sign": "m", "label": "minor"},
                    {"kind": "bad", "sign": "M", "label": "major"},
                    {"kind": "", "sign": "–", "label": "never audited"},
                ],
            }
        ],
        "legend": [
            ("good", "✓", "conforms"),
            ("warn", "m", "minor"),
            ("bad", "M", "major"),
            ("plan", "○", "planned"),
            ("", "–", "never"),
        ],
        "question": {
            "number": "CHK-1",
            "ref": "8.5.1 c",
            "question": "Are measurements made at the stages where they are planned?",
            "rev": 1,
            "answer": "minor",
        },
        "chart": _chart(),
        "intervals": [
            ("Recall", interval_bar(0.94, low=0.92, high=0.96, threshold=0.9, met=True)),
            ("Precision", interval_bar(0.86, low=0.81, high=0.9, threshold=0.9, met=False)),
            ("Accuracy", interval_bar(0.89)),
        ],
        "answers": [
            ("conforms", "Conforms", "good"),
            ("observation", "Observation", ""),
            ("minor", "Minor", "warn"),
            ("major", "Major", "bad"),
            ("na", "Not applicable", ""),
        ],
    }


def _chart() -> SafeString:
    """A control chart with one point beyond its limits."""
    values = [0.91, 0.9, 0.92, 0.91, 0.89, 0.9, 0.91, 0.92, 0.9, 0.91, 0.88, 0.86]
    marks = [
        Mark(
            label=f"W{week}", value=value, centre=0.91, lcl=0.87, ucl=0.95, third=0.04 / 3,
            rules=(1,) if value < 0.87 else (), phase=1 if week <= 8 else 2,
        )
        for week, value in enumerate(values, 1)
    ]  # fmt: skip
    panel = Panel(
        title="I-MR chart · recall", note="Western Electric rules; limits from 8 points", x_label="Week",
        y_label="Recall (share)", marks=marks, rules={1: "one point beyond 3 sigma"}, zones=True,
    )  # fmt: skip
    return control_figure([panel], ident="sample-chart")


class Style(View):
    """The components, side by side."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "pages/style.html", sample())
