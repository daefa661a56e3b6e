"""Where the parts of the main screen are. Colours are the terminal's own."""

CSS = """
MainScreen { layout: vertical; background: ansi_default; }
MainScreen > * { background: ansi_default; color: ansi_default; }
#top { height: 1; }
#label { width: auto; text-style: bold; }
#query, #query:focus {
    border: none; height: 1; padding: 0; width: 1fr; background: ansi_default; color: ansi_default;
    background-tint: initial;
}
Input > .input--cursor, Input > .input--selection {
    background: ansi_default; color: ansi_default; text-style: reverse;
}
#status { height: 1; }
#panes { height: 1fr; layout: horizontal; }
#facets { width: 30; display: none; border-right: solid ansi_default; }
MainScreen.with-facets #facets { display: block; }
#results { width: 2fr; border-right: solid ansi_default; }
#facets:focus, #results:focus { border-right: heavy ansi_default; }
#article { width: 3fr; }
MainScreen.narrow #panes { layout: vertical; }
MainScreen.narrow #facets { width: 100%; height: 2fr; border: none; border-bottom: solid ansi_default; }
MainScreen.narrow #results { width: 100%; height: 2fr; border: none; border-bottom: solid ansi_default; }
MainScreen.narrow #facets:focus, MainScreen.narrow #results:focus { border-bottom: heavy ansi_default; }
MainScreen.narrow #article { width: 100%; height: 3fr; }
MainScreen.narrow.with-facets #results { display: none; }
MainScreen.zoomed #facets, MainScreen.zoomed #results { display: none; }
#trouble { display: none; height: 1fr; padding: 1 2; }
MainScreen.in-trouble #panes { display: none; }
MainScreen.in-trouble #trouble { display: block; }
"""
