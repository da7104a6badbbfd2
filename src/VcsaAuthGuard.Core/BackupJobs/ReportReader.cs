using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>Reads the rows of a job report's text, whatever its format; a report that cannot be read is one problem.</summary>
/// <param name="options">Specifies which columns are needed.</param>
/// <param name="onProblem">Receives the kind of the problem, its line, and the message and the remedy as sentences.</param>
internal sealed class ReportReader(BackupJobReportOptions options, Action<InputProblemKind, long?, string, string> onProblem)
{
    private const string FixRow = "Correct the row: it was left out.";

    /// <summary>The header is looked for in these first rows: products write titles and parameters above it.</summary>
    private const int MaxPreamble = 40;

    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>The heading of Veeam's mails: <c>Backup job: Nightly</c>.</summary>
    private static readonly Regex JobHeading = new(@"^[\w ]+ job: (?<name>[^\n]+)", RegexOptions.CultureInvariant);

    private readonly List<ReportRow> _rows = [];
    private readonly ReportCellPool _pool = new();
    private long _surplus;
    private bool _hasReported;
    private ReportFormat _format = new(ReportFormatKind.Csv, "CSV");

    /// <summary>Reads the rows.</summary>
    public IReadOnlyList<ReportRow> Read(string text)
    {
        // A mark inside the text is from files that were put together.
        text = text.Replace("\uFEFF", "");
        _format = ReportFormat.Detect(text);
        try
        {
            switch (_format.Kind)
            {
                case ReportFormatKind.Csv:
                    ReadCsv(text);
                    break;
                case ReportFormatKind.Json:
                    ReadJson(text);
                    break;
                case ReportFormatKind.Html:
                    ReadTables(HtmlTableReader.Read(text));
                    break;
                case ReportFormatKind.Mail when MailBody.FindHtml(text) is string html:
                    ReadTables(HtmlTableReader.Read(html));
                    break;
                case ReportFormatKind.SpreadsheetXml:
                    ReadTables(SpreadsheetXmlReader.Read(text));
                    break;
                case ReportFormatKind.Xml:
                    ReadNodes([ReportXml.ToNode(ReportXml.Parse(text))]);
                    break;
                case ReportFormatKind.TextTable:
                    ReadTables(TextTableReader.Read(text));
                    break;
                case ReportFormatKind.BpdbJobs:
                    ReadBpdbJobs(text);
                    break;
                default:
                    ReportProblem(
                        InputProblemKind.Unreadable, null, $"It seems to be {_format.Name}, not a job report.",
                        $"{ReportFormat.Known} Export it as one of these.");
                    break;
            }
        }
        catch (FormatException e)
        {
            ReportProblem(InputProblemKind.Unreadable, null, e.Message, "Export the report as CSV.");
        }
        catch (XmlException e)
        {
            string message = $"It seems to be {_format.Name}, but is not well-formed: {e.Message}";
            ReportProblem(InputProblemKind.Unreadable, e.LineNumber, message, "Export the report again.");
        }

        ReportRowCount();
        return _rows;
    }

    /// <summary>Reads the rows of a workbook's sheets.</summary>
    public IReadOnlyList<ReportRow> ReadWorkbook(IReadOnlyList<ReportTableRow> rows)
    {
        _format = new(ReportFormatKind.SpreadsheetXml, "an Excel workbook");
        ReadTables(rows);
        ReportRowCount();
        return _rows;
    }

    private void AddRow(long? line, IEnumerable<(ReportColumn? Column, object? Value)> cells)
    {
        if (_rows.Count < options.MaxRows)
        {
            _rows.Add(new(line, cells, _pool));
        }
        else
        {
            _surplus++;
        }
    }

    private void ReportRowCount()
    {
        if (_surplus > 0)
        {
            ReportProblem(
                InputProblemKind.Unreadable, null, $"Its last {Phrases.Count(_surplus, "row")} were not read: it has more than "
                    + $"{Phrases.Count(options.MaxRows, "row")}.",
                "Export a shorter time, such as the nights in question.");
        }

        if (_rows.Count == 0 && !_hasReported)
        {
            ReportProblem(
                InputProblemKind.Ignored, null, $"It is {_format.Name} with the columns of a job report, but no run can be read from it.",
                "Check that it has the runs of the time in question.");
        }
    }

    private void ReportProblem(InputProblemKind kind, long? line, string message, string remedy)
    {
        _hasReported = true;
        onProblem(kind, line, message, remedy);
    }

    private void ReadCsv(string text)
    {
        (int skipped, string table) = SkipPreamble(text);
        List<(long Line, string Problem)> problems = [];
        Csv csv = new(new StringReader(table), (line, why) => problems.Add((line + skipped, why)), isLenient: true);
        if (csv.Columns.Count == 0)
        {
            ReportProblem(InputProblemKind.Unreadable, 1, problems.Count == 0 ? "It is empty." : problems[0].Problem, ReportFormat.Known);
            return;
        }

        ReportColumn?[] columns = ReportColumns.FindAll(csv.Columns);
        if (csv.Columns.Count == 1 && columns[0] is null)
        {
            ReportProblem(
                InputProblemKind.Unreadable, 1, "It seems to be text without columns, such as a log, not a job report.",
                $"{ReportFormat.Known} Export it as one of these.");
            return;
        }

        if (!HasColumns(columns, csv.Columns, skipped + 1))
        {
            return;
        }

        // Files that were put together have their header again.
        foreach (CsvRow row in csv.Rows().Where(row => !csv.Columns.All(name => row[name] is not string cell || cell == name)))
        {
            AddRow(row.Line + skipped, csv.Columns.Select((name, i) => (columns[i], (object?)row[name])));
        }

        foreach ((long line, string problem) in problems)
        {
            ReportProblem(InputProblemKind.Invalid, line, problem, FixRow);
        }
    }

    /// <summary>Skips the lines above the header; none if no line is one.</summary>
    private (int Lines, string Table) SkipPreamble(string text)
    {
        int start = 0;
        for (int line = 0; line < MaxPreamble && start < text.Length; line++)
        {
            int end = text.IndexOf('\n', start);
            string names = text.Substring(start, (end < 0 ? text.Length : end) - start);
            if (Separators.Any(separator => IsHeader(names.Split(separator))))
            {
                return (line, text.Substring(start));
            }

            start = end < 0 ? text.Length : end + 1;
        }

        return (0, text);
    }

    private bool IsHeader(string[] names) =>
        Missing(ReportColumns.FindAll([.. names.Select(name => name.Trim(' ', '"', '\r', '\uFEFF'))])).Length == 0;

    private ReportField[] Missing(IReadOnlyCollection<ReportColumn?> columns)
    {
        ReportField[] needed =
        [
            ReportField.Start,
            .. options.IsStatusRequired ? [ReportField.Status] : Array.Empty<ReportField>(),
            .. options.IsJobRequired ? [ReportField.Job] : Array.Empty<ReportField>(),
        ];
        static bool CanName(ReportField? found, ReportField field) =>
            found == field || (field == ReportField.Job && found is ReportField.Name or ReportField.VM);

        return [.. needed.Where(field => !columns.Any(column => CanName(column?.Field, field)))];
    }

    private bool HasColumns(IReadOnlyCollection<ReportColumn?> columns, IEnumerable<string> names, long? line)
    {
        ReportField[] missing = Missing(columns);
        if (missing.Length > 0)
        {
            string what = string.Join(" and ", missing.Select(
                field => $"a run's {field.ToString().ToLowerInvariant()} ({ReportColumns.Examples(field)})"));
            string found = string.Join(", ", names.Select(name => name.Trim()).Where(name => name.Length > 0).Distinct().Take(MaxPreamble));
            ReportProblem(
                InputProblemKind.Unreadable,
                line,
                $"It is {_format.Name} and has no column for {what}, only {(found.Length == 0 ? "empty ones" : found)}.",
                "Export the report with these columns, or rename those that mean them.");
        }

        return missing.Length == 0;
    }

    /// <summary>
    /// Reads tables of a document. The first row of a table that names the needed columns is its header; what stands above it can name the
    /// job and the day, as in Veeam's mails, whose rows have only times of day.
    /// </summary>
    private void ReadTables(IReadOnlyList<ReportTableRow> rows)
    {
        Dictionary<int, ReportColumn?[]> headers = [];
        IReadOnlyList<string> best = [];
        string? job = null;
        DateTime? session = null;
        foreach (ReportTableRow row in rows)
        {
            ReportColumn?[] columns = ReportColumns.FindAll(row.Cells);
            if (IsHeader(columns, job))
            {
                headers[row.Table] = columns;
            }
            else if (headers.TryGetValue(row.Table, out ReportColumn?[]? header))
            {
                AddTableRow(row, header, job, session);
            }
            else
            {
                Match? heading = row.Cells.Select(cell => JobHeading.Match(cell)).FirstOrDefault(match => match.Success);
                job = heading?.Groups["name"].Value.Trim() ?? job;
                session = row.Cells.Select(ReportTimes.FindLongDate).FirstOrDefault(time => time is not null) ?? session;
                best = best.Count == 0 || KnownIn(row.Cells) > KnownIn(best) ? row.Cells : best;
            }
        }

        if (headers.Count == 0)
        {
            HasColumns(ReportColumns.FindAll(best), best, null);
        }
    }

    private static int KnownIn(IReadOnlyList<string> names) => ReportColumns.FindAll(names).Count(column => column is not null);

    private bool IsHeader(ReportColumn?[] columns, string? job) =>
        columns.Any(column => column?.Field == ReportField.Start)
        && Missing(columns).All(field => field == ReportField.Job && job is not null);

    private void AddTableRow(ReportTableRow row, ReportColumn?[] header, string? job, DateTime? session)
    {
        // A row of another width is layout: a total, a heading.
        if (row.Cells.Count != header.Length)
        {
            return;
        }

        List<(ReportColumn? Column, object? Value)> cells =
            [.. row.Cells.Select((cell, i) => (header[i], (object?)cell.Replace('\n', ' ')))];
        if (job is not null && !header.Any(column => column?.Field == ReportField.Job))
        {
            cells.Add((ReportColumns.Find("Job Name"), job));
        }

        if (session is DateTime day)
        {
            ReportTimes.AddDay(cells, day);
        }

        if (cells.Any(cell => cell.Column?.Field == ReportField.Start && cell.Value is string { Length: > 0 }))
        {
            AddRow(row.Line, cells);
        }
    }

    private void ReadJson(string text)
    {
        List<ReportNode> nodes = [];
        JsonItems items = new(
            new StringReader(text),
            0,
            (line, why) => ReportProblem(InputProblemKind.Invalid, line, why, "Correct it: it was left out."));
        foreach ((long line, JsonElement item) in items.Read())
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            try
            {
                nodes.Add(ToNode(item, line));
            }
            catch (InvalidOperationException e)
            {
                // JSON text with half a surrogate pair.
                ReportProblem(InputProblemKind.Invalid, line, e.Message, "Correct it: it was left out.");
            }
        }

        ReadNodes(nodes);
    }

    /// <summary>
    /// Gets an object's values and those of the objects in it, such as Azure's <c>properties</c>; the objects of its lists are its
    /// children.
    /// </summary>
    private static ReportNode ToNode(JsonElement item, long line)
    {
        ReportNode node = new(line);
        AddTo(node, item, line);
        return node;
    }

    private static void AddTo(ReportNode node, JsonElement item, long line)
    {
        foreach (JsonProperty property in item.EnumerateObject())
        {
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    AddTo(node, property.Value, line);
                    break;
                case JsonValueKind.Array:
                    node.Children.AddRange(property.Value.EnumerateArray()
                        .Where(child => child.ValueKind == JsonValueKind.Object)
                        .Select(child => ToNode(child, line)));
                    break;
                case JsonValueKind.String:
                    node.Values.Add((property.Name, property.Value.GetString() ?? ""));
                    break;
                case JsonValueKind.Number:
                    node.Values.Add((property.Name, property.Value.GetRawText()));
                    break;
                default:
                    break;
            }
        }
    }

    private void ReadNodes(IReadOnlyList<ReportNode> nodes)
    {
        HashSet<string> names = [];
        foreach (ReportNode node in nodes)
        {
            ReadNode(node, [], names);
        }

        if (_rows.Count == 0)
        {
            HasColumns([], names, null);
        }
    }

    /// <summary>
    /// Reads the rows of an object: itself where it has a start, or the objects in it, such as the VMs of a run. What stands around a row,
    /// such as the name of the job, belongs to it.
    /// </summary>
    /// <returns>True if the object or one in it is a row.</returns>
    private bool ReadNode(ReportNode node, IReadOnlyList<(ReportColumn? Column, object? Value)> around, HashSet<string> names)
    {
        ReportColumn?[] columns = ReportColumns.FindAll([.. node.Values.Select(value => value.Name)]);
        List<(ReportColumn? Column, object? Value)> cells = [.. node.Values.Select((value, i) => (columns[i], (object?)value.Value))];
        names.UnionWith(node.Values.Select(value => value.Name));

        ReportField[] own = [.. cells.Select(cell => cell.Column).OfType<ReportColumn>().Select(column => column.Field)];
        cells.AddRange(around.Where(cell => cell.Column is ReportColumn outer && !own.Contains(outer.Field)));
        bool isRow = Missing([.. cells.Select(cell => cell.Column)]).Length == 0 && own.Contains(ReportField.Start);

        // What a run says of itself is not true of each of its VMs, but what names it is.
        ReportField[] named = [ReportField.Job, ReportField.Name, ReportField.Server, ReportField.Workload];
        List<(ReportColumn? Column, object? Value)> outside =
        [
            .. cells.Where(cell => cell.Column is ReportColumn column && named.Contains(column.Field))
                .Select(cell => cell.Column!.Field == ReportField.Name ? (ReportColumns.Find("Job"), cell.Value) : cell),
        ];
        bool hasRows = false;
        foreach (ReportNode child in node.Children)
        {
            hasRows |= ReadNode(child, outside, names);
        }

        if (isRow && !hasRows)
        {
            AddRow(node.Line, own.Contains(ReportField.Message) ? cells : [.. cells, .. FindMessage(node).Take(1)]);
        }

        return isRow || hasRows;
    }

    /// <summary>Finds the messages in the objects of a row, such as the errors of a run.</summary>
    private static IEnumerable<(ReportColumn? Column, object? Value)> FindMessage(ReportNode node) => node.Children.SelectMany(child =>
        child.Values.Select(value => (ReportColumns.Find(value.Name), (object?)value.Value))
            .Where(cell => cell.Item1?.Field == ReportField.Message)
            .Concat(FindMessage(child)));

    /// <summary>
    /// Reads NetBackup's list without a header by position: 2 job type, 4 status, 5 policy, 7 client, 9 start and 11 end in seconds since
    /// 1970, as the public scripts bpdbreport.py and bpdb_get_records.sh do. Later columns vary from row to row and are not read.
    /// </summary>
    private void ReadBpdbJobs(string text)
    {
        string[] types = ["Backup", "Archive", "Restore", "Verify", "Duplicate", "Import", "DB Backup", "Vault"];
        (string Name, int Position)[] fields = [("status", 3), ("policy", 4), ("client", 6), ("start", 8), ("end", 10)];
        (ReportColumn? Column, int Position)[] columns = [.. fields.Select(field => (ReportColumns.Find(field.Name), field.Position))];
        long line = 0;
        foreach (string next in text.Split('\n'))
        {
            line++;
            string[] cells = next.Split(',');
            if (cells.Length > 10)
            {
                bool isCode = int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out int code);
                string? type = isCode && code < types.Length ? types[code] : null;
                // A job that is not done (state 3) has no status.
                cells[3] = cells[2] != "3" && cells[3].Length == 0 ? "Active" : cells[3];
                (ReportColumn?, object?)[] row = [.. columns.Select(column => (column.Column, (object?)cells[column.Position]))];
                AddRow(line, [.. row, (ReportColumns.Find("Job Type"), type)]);
            }
            else if (next.Trim().Length > 0)
            {
                ReportProblem(InputProblemKind.Invalid, line, $"The row has {cells.Length} cells, at least 11 are needed.", FixRow);
            }
        }
    }
}
