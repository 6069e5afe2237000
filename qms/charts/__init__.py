"""Pictures of numbers as SVG, from plain arguments; knows no record.

The same SVG stands on a page, in a PDF and in a file of its own. Colours are attributes, the light half of
`static/css/tokens.css`, because neither a file nor WeasyPrint applies the page's style sheet inside an SVG;
`static/css/components/chart.css` replaces them on screen, where light and dark are the reader's choice.
"""
