"""Addresses of the generic pages. Registers' own pages are asked first (qms/urls.py)."""

from django.conf import settings
from django.urls import path

from . import (
    away,
    bulk,
    clocks,
    comments,
    deliveries,
    files,
    form,
    hand_over,
    health,
    help,
    history,
    home,
    imports,
    ledger,
    links,
    list,
    me,
    notices,
    open_doors,
    packs,
    people,
    preview,
    print,
    record,
    saved_views,
    search,
    signatures,
    transition,
)

one = "<slug:register>/<str:number>/"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", home.Home.as_view(), name="home"),
    path("clocks/", clocks.Clocks.as_view(), name="clocks"),
    path("work/", home.Work.as_view(), name="work"),
    path("search/", search.Search.as_view(), name="search"),
    path("palette/", search.Palette.as_view(), name="palette"),
    path("search/suggest/", search.Suggest.as_view(), name="search-suggest"),
    path("help/", help.Help.as_view(), name="help"),
    path("help/<path:name>/", help.Help.as_view(), name="guide"),
    path("preview/", preview.Preview.as_view(), name="preview"),
    path("notices/", notices.Notices.as_view(), name="notices"),
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("imports/<int:pk>/", imports.Import.as_view(), name="import"),
    path("imports/<int:pk>/progress/", imports.Progress.as_view(), name="import-progress"),
    path("imports/<int:pk>/errors.csv", imports.Errors.as_view(), name="import-errors"),
    path("packs/", packs.Packs.as_view(), name="packs"),
    path("packs/new/", packs.NewPack.as_view(), name="pack-new"),
    path("packs/<int:pk>/", packs.PackPage.as_view(), name="pack"),
    path("packs/<int:pk>/progress/", packs.PackProgress.as_view(), name="pack-progress"),
    path("packs/<int:pk>/withdraw/", packs.PackWithdrawal.as_view(), name="pack-withdraw"),
    path("packs/<int:pk>/file/", packs.PackFile.as_view(), name="pack-file"),
    path("ledger/", ledger.Ledger.as_view(), name="ledger"),
    path("me/", me.Me.as_view(), name="me"),
    path("people/", people.People.as_view(), name="people"),
    path("people/suggest/", people.Suggest.as_view(), name="people-suggest"),
    path("people/new/", people.AddPerson.as_view(), name="person-new"),
    path("people/<str:username>/", people.Person.as_view(), name="person"),
    path("people/<str:username>/reach/", away.Reach.as_view(), name="person-reach"),
    path("people/<str:username>/hand-over/", hand_over.HandOverPage.as_view(), name="hand-over"),
    path("deliveries/", deliveries.Deliveries.as_view(), name="deliveries"),
    path("deliveries/programs/", deliveries.Programs.as_view(), name="programs"),
    path("unsubscribe/<str:token>/", open_doors.Unsubscribe.as_view(), name="unsubscribe"),
    path("calendar/<str:secret>.ics", open_doors.ics, name="calendar"),
    path("files/<int:pk>/", files.Download.as_view(), name="download"),
    path("r/<str:number>", record.ByNumber.as_view(), name="by-number"),
]

if settings.DEBUG:
    from .style import Style

    urlpatterns.append(path("style/", Style.as_view(), name="style"))

urlpatterns += [
    path("<slug:register>/", list.List.as_view(), name="list"),
    path("<slug:register>/print/", print.ListPrint.as_view(), name="list-print"),
    path("<slug:register>/views/", saved_views.Views.as_view(), name="views"),
    path("<slug:register>/bulk/", bulk.Bulk.as_view(), name="bulk"),
    path("<slug:register>/new/", form.Create.as_view(), name="create"),
    path(one, record.Record.as_view(), name="record"),
    path(one + "edit/", form.Edit.as_view(), name="edit"),
    path(one + "do/<slug:verb>/", transition.Move.as_view(), name="move"),
    path(one + "print/", print.RecordPrint.as_view(), name="print"),
    path(one + "history/", history.History.as_view(), name="history"),
    path(one + "links/", links.Links.as_view(), name="links"),
    path(one + "files/", files.Files.as_view(), name="files"),
    path(one + "signatures/", signatures.Signatures.as_view(), name="signatures"),
    path(one + "comment/", comments.Comments.as_view(), name="comments"),
]
