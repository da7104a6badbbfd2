using System.Text;
using System.Xml;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>
/// Represents a job report of a backup product: CSV, JSON, HTML, XML, an XML spreadsheet, a table of a console, NetBackup's <c>bpdbjobs
/// -report -all_columns</c>, or rows that are at hand. The rows are held as they are, because the order of day and month is settled for
/// the report as a whole, and may depend on the logs that the runs are held against. See <see cref="ToRuns"/>.
/// </summary>
public sealed class BackupJobReport
{
    private readonly string _source;
    private readonly BackupJobReportOptions _options;
    private readonly Action<InputProblem> _onProblem;
    private readonly List<ReportRow> _rows = [];
    private readonly HashSet<string> _told = [];

    private BackupJobReport(string source, BackupJobReportOptions? options, Action<InputProblem> onProblem)
    {
        _source = source ?? throw new ArgumentNullException(nameof(source));
        _onProblem = onProblem ?? throw new ArgumentNullException(nameof(onProblem));
        _options = options ?? new();
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How the rows are read.</param>
    /// <param name="onProblem">Receives the file that cannot be read, each wrong row, and the number of rows that are left out on
    /// purpose.</param>
    public static BackupJobReport Read(string path, BackupJobReportOptions? options, Action<InputProblem> onProblem)
    {
        BackupJobReport report = new(path, options, onProblem);
        try
        {
            report.ReadBytes(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            InputProblemKind kind = e is FileNotFoundException or DirectoryNotFoundException
                ? InputProblemKind.NotFound
                : InputProblemKind.Unreadable;
            onProblem(new(kind, path, null, e.Message, "Check the path and its permissions."));
        }

        return report;
    }

    /// <summary>Reads text that is at hand.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">The name of the report.</param>
    /// <param name="options">How the rows are read.</param>
    /// <param name="onProblem">Receives the problems.</param>
    public static BackupJobReport Parse(string text, string source, BackupJobReportOptions? options, Action<InputProblem> onProblem)
    {
        BackupJobReport report = new(source, options, onProblem);
        report.ReadText(text ?? throw new ArgumentNullException(nameof(text)));
        return report;
    }

    /// <summary>Reads the sheets of a workbook that are at hand.</summary>
    /// <param name="rows">The rows of all sheets.</param>
    /// <param name="source">The name of the report.</param>
    /// <param name="options">How the rows are read.</param>
    /// <param name="onProblem">Receives the problems.</param>
    internal static BackupJobReport FromWorkbook(
        IReadOnlyList<ReportTableRow> rows, string source, BackupJobReportOptions? options, Action<InputProblem> onProblem)
    {
        BackupJobReport report = new(source, options, onProblem);
        report._rows.AddRange(new ReportReader(report._options, report.ReportProblem).ReadWorkbook(rows));
        return report;
    }

    /// <summary>Reads the sheets of a workbook; one that cannot be read is a problem.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="source">The name of the file.</param>
    /// <param name="onProblem">Receives the problem.</param>
    /// <returns>The rows of all sheets; null if they cannot be read.</returns>
    internal static IReadOnlyList<ReportTableRow>? ReadWorkbook(byte[] bytes, string source, Action<InputProblem> onProblem)
    {
        try
        {
            return WorkbookReader.Read(bytes);
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or NotSupportedException)
        {
            onProblem(new(
                InputProblemKind.Unreadable, source, null,
                $"It is a zip archive that cannot be read as an Excel workbook (.xlsx): {e.Message}",
                "Save the sheet as CSV, or extract the report from the archive."));
            return null;
        }
    }

    /// <summary>Takes rows that are at hand.</summary>
    /// <param name="rows">The values by the names of the columns: texts, times and time spans.</param>
    /// <param name="source">The name of the report.</param>
    /// <param name="options">How the rows are read.</param>
    /// <param name="onProblem">Receives the problems.</param>
    public static BackupJobReport FromRows(
        IEnumerable<IReadOnlyDictionary<string, object?>> rows,
        string source,
        BackupJobReportOptions? options,
        Action<InputProblem> onProblem
    )
    {
        BackupJobReport report = new(source, options, onProblem);
        ReportCellPool pool = new();
        foreach (IReadOnlyDictionary<string, object?> row in rows ?? throw new ArgumentNullException(nameof(rows)))
        {
            ReportColumn?[] columns = ReportColumns.FindAll([.. row.Keys]);
            report._rows.Add(new(null, row.Values.Select((value, i) => (columns[i], value)), pool));
        }

        return report;
    }

    /// <summary>Returns whether one of the names is that of a run's start, so that the object is a row of a job report.</summary>
    /// <param name="names">The names of an object's properties.</param>
    public static bool HasStart(IEnumerable<string> names) => names.Any(name => ReportColumns.Find(name)?.Field == ReportField.Start);

    /// <summary>Reads the runs.</summary>
    /// <param name="logsFrom">The first time of the logs that the runs are held against, which can settle the order of day and month; null
    /// if there are none.</param>
    /// <param name="logsTo">The last time of the logs.</param>
    /// <returns>The runs, one for each row that is the backup of a VM, in the order of the report.</returns>
    public IReadOnlyList<BackupJobRun> ToRuns(DateTimeOffset? logsFrom = null, DateTimeOffset? logsTo = null)
    {
        ReportRow[] rows = [.. _rows.Where(row => ReportWorkloads.MayBeVM(row.Workloads))];
        if (rows.Length < _rows.Count)
        {
            string types = string.Join(", ", _rows.Except(rows).Select(row => string.Join(" ", row.Workloads)).Distinct().Take(3));
            ReportProblem(
                InputProblemKind.Ignored,
                null,
                $"{_rows.Count - rows.Length} of {_rows.Count} rows are no backups of VMs ({types}) and were left out.",
                "Nothing needs to be done."
            );
        }

        string[] starts = [.. rows.Select(row => row[ReportField.Start]?.Text).OfType<string>()];
        string[] ends = [.. rows.Select(row => row[ReportField.End]?.Text).OfType<string>()];
        ReportTimes times = new(starts, ends, _options.DateOrder, _options.TimeZone, logsFrom, logsTo);
        if (times.Order is null && starts.Concat(ends).FirstOrDefault(ReportTimes.HasTwoReadings) is string open)
        {
            ReportProblem(
                InputProblemKind.Unreadable, null, $"Its dates can be read in two ways: '{open}' is {ReportTimes.Readings(open)}.",
                "Give the order (-DateFormat, --date-format), or export times such as 2026-02-11T02:00:00Z.");
            return [];
        }

        if (rows.Any(row => row.HasDurationWithoutUnit && !row.IsTotal))
        {
            Note(
                "Its durations are numbers without a unit and were left out.",
                "Name the unit in the header, such as Duration (s), or give the ends.");
        }

        List<BackupJobRun> runs = [];
        List<(ReportRow Row, string Problem)> wrong = [];
        foreach (ReportRow row in rows)
        {
            (BackupJobRun? run, string? problem) = row.ToRun(times, _options);
            if (run is not null)
            {
                runs.Add(run);
            }
            else
            {
                wrong.Add((row, problem!));
            }
        }

        ReportInvalidRows(wrong, runs.Count);
        if (runs.Count > 0 && wrong.Count(row => row.Row.IsTotal) is > 0 and int totals)
        {
            Note(
                $"{Phrases.Count(totals, "row")} without a start, an end and a status (such as totals) "
                    + $"{(totals == 1 ? "was" : "were")} left out.",
                "Nothing needs to be done.");
        }

        return runs;
    }

    /// <summary>Reports, once, a fact that a reader of the runs needs.</summary>
    internal void Note(string message, string remedy) => ReportProblem(InputProblemKind.Ignored, null, message, remedy);

    /// <summary>Decodes a file by its byte order mark, as UTF-16 where every second byte of its start is zero, as UTF-8, or else as
    /// Latin-1, in which older products export.</summary>
    internal static string Decode(byte[] bytes)
    {
        const int Latin1 = 28591;
        if (bytes.Length >= 8 && bytes[0] is not (0 or 0xFE or 0xFF) && bytes[1] == 0 && bytes[3] == 0 && bytes[5] == 0 && bytes[7] == 0)
        {
            return Encoding.Unicode.GetString(bytes);
        }

        try
        {
            using StreamReader reader = new(new MemoryStream(bytes), new UTF8Encoding(false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding(Latin1).GetString(bytes);
        }
    }

    /// <summary>Reports wrong rows one by one, or once for the report where no row could be read.</summary>
    private void ReportInvalidRows(List<(ReportRow Row, string Problem)> wrong, int read)
    {
        if (read == 0 && wrong.Count > 1)
        {
            ReportProblem(
                InputProblemKind.Unreadable,
                wrong[0].Row.Line,
                $"None of its {wrong.Count} rows could be read. The first: {wrong[0].Problem}",
                "Correct the columns that the message names, or export the report with them."
            );
            return;
        }

        foreach ((ReportRow row, string problem) in wrong.Where(row => read == 0 || !row.Row.IsTotal))
        {
            ReportProblem(InputProblemKind.Invalid, row.Line, problem, "Correct the row: it was left out.");
        }
    }

    /// <summary>Reports a problem once, however often the runs are read.</summary>
    private void ReportProblem(InputProblemKind kind, long? line, string message, string remedy)
    {
        if (_told.Add($"{line}:{message}"))
        {
            _onProblem(new(kind, _source, line, message, remedy));
        }
    }

    private void ReadBytes(byte[] bytes)
    {
        if (!WorkbookReader.IsArchive(bytes))
        {
            ReadText(Decode(bytes));
        }
        else if (ReadWorkbook(bytes, _source, _onProblem) is IReadOnlyList<ReportTableRow> rows)
        {
            _rows.AddRange(new ReportReader(_options, ReportProblem).ReadWorkbook(rows));
        }
    }

    private void ReadText(string text) => _rows.AddRange(new ReportReader(_options, ReportProblem).Read(text));
}
