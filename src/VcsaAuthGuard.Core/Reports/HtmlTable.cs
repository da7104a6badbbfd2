namespace VcsaAuthGuard.Reports;

/// <summary>Builds a table of a caption, columns and rows. A column whose title starts with # contains numbers.</summary>
internal sealed class HtmlTable(string caption, params string[] columns)
{
    // More columns than this are set closer, so that all are seen on a page 1280 pixels wide.
    private const int ManyColumns = 11;

    private readonly List<(string?[] Cells, (string Name, string? Value)[] Attributes)> _rows = [];

    public int Count => _rows.Count;

    public void Add(params string?[] cells) => _rows.Add((cells, []));

    /// <summary>Adds a row with the values by which the page's script filters.</summary>
    public void Add((string Name, string? Value)[] attributes, params string?[] cells) => _rows.Add((cells, attributes));

    /// <summary>Writes it; folded up where it is long and stands below a chart.</summary>
    public void Write(HtmlBuilder html, bool isFolded = false, string? style = null)
    {
        if (isFolded)
        {
            html.Open("details").Element("summary", caption);
        }

        string label = html.Part is null ? caption : $"{html.Part}: {caption}";
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", label))
            .Open("table", ("class", columns.Length > ManyColumns ? "many" : style));
        html.Element("caption", caption, ("class", isFolded ? "folded" : null)).Open("thead").Open("tr");
        foreach (string column in columns)
        {
            html.Element("th", column.TrimStart('#'), ("scope", "col"), ("class", ClassOf(column)));
        }

        html.Close("tr").Close("thead").Open("tbody");
        foreach ((string?[] cells, (string, string?)[] attributes) in _rows)
        {
            html.Open("tr", attributes);
            for (int i = 0; i < cells.Length; i++)
            {
                if (i == 0)
                {
                    html.Element("th", cells[i], ("scope", "row"), ("class", ClassOf(columns[i])));
                }
                else
                {
                    html.Element("td", cells[i], ("class", ClassOf(columns[i])));
                }
            }

            html.Close("tr");
        }

        html.Close("tbody").Close("table").Close("div");
        if (isFolded)
        {
            html.Close("details");
        }
    }

    private static string? ClassOf(string column) => column[0] == '#' ? "n" : null;
}
