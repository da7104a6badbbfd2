using System.Globalization;
using System.Text.RegularExpressions;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>Represents a cell of a job report with the column it is in.</summary>
internal sealed record ReportCell(ReportColumn Column, object Value)
{
    /// <summary>Gets the text of the value.</summary>
    public string Text { get; } = Convert.ToString(Value, CultureInfo.InvariantCulture)!.Trim();
}

/// <summary>
/// Represents a row of a job report: the cells whose columns are known, the best for each field. A report can have a million of them, so a
/// row holds little: cells that occur again and again, such as a job's name, are held once.
/// </summary>
internal sealed class ReportRow
{
    private const int FieldCount = (int)ReportField.Workload + 1;

    /// <summary>The texts in the place of an end that is yet to come; Veeam has 1900, others the year 1 or 1970.</summary>
    private static readonly Regex NoEnd = new(
        @"^(-+|n/?a|null|none|running|in progress|still running|-1|0+)$"
            + @"|^(0001|1899|1900)[/.\-]|^\d{1,2}[/.\-]\d{1,2}[/.\-](0001|1899|1900)\b|^1970-01-01|^0?1[/.]0?1[/.]1970\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private readonly ReportCell?[] _cells = new ReportCell?[FieldCount];
    private readonly List<string>? _workloads;

    /// <summary>Takes the cells of a row.</summary>
    /// <param name="line">The 1-based line; null if there are no lines.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="pool">The cells that several rows have.</param>
    public ReportRow(long? line, IEnumerable<(ReportColumn? Column, object? Value)> cells, ReportCellPool pool)
    {
        Line = line;
        foreach ((ReportColumn? column, object? value) in cells)
        {
            if (column is null || value is null)
            {
                continue;
            }

            ReportCell cell = pool.Get(column, value);
            if (cell.Text.Length == 0)
            {
                continue;
            }

            if (column.Field == ReportField.Workload)
            {
                (_workloads ??= []).Add(cell.Text);
            }
            else if (column.Field == ReportField.End && NoEnd.IsMatch(cell.Text))
            {
                // A run that is under way.
            }
            else if (this[column.Field] is not ReportCell known || column.Rank < known.Column.Rank)
            {
                _cells[(int)column.Field] = cell;
            }
        }

        NameJobAndVM();
    }

    /// <summary>Gets the 1-based line; null if there are no lines.</summary>
    public long? Line { get; }

    /// <summary>Gets the types of the row's object and task.</summary>
    public IReadOnlyList<string> Workloads => _workloads ?? (IReadOnlyList<string>)[];

    /// <summary>Gets the cell of a field; null if it is empty.</summary>
    public ReportCell? this[ReportField field] => _cells[(int)field];

    /// <summary>Gets whether the row has neither a time nor a status in words, as one with totals.</summary>
    public bool IsTotal => this[ReportField.Start] is null && this[ReportField.End] is null
        && (this[ReportField.Status] is not ReportCell status || status.Text.All(c => char.IsDigit(c) || c is '.' or ',' or '%'));

    /// <summary>Reads the run of the row.</summary>
    /// <returns>The run, or the reason why the row has none, as a sentence.</returns>
    public (BackupJobRun? Run, string? Problem) ToRun(ReportTimes times, BackupJobReportOptions options)
    {
        string? problem = null;
        // A report without jobs is one of single VMs: each is its own job.
        string job = this[ReportField.Job]?.Text ?? (options.IsJobRequired ? this[ReportField.VM]?.Text : null) ?? "";
        string name = job.Length == 0 ? "" : $"'{job}': ";
        DateTimeOffset start = default;
        DateTimeOffset end = default;
        bool hasZone = true;
        BackupJobRunStatus? status = this[ReportField.Status] is ReportCell given ? StatusOf(given) : BackupJobRunStatus.Other;
        if (options.IsJobRequired && job.Length == 0)
        {
            problem = $"It has no job ({ReportColumns.Examples(ReportField.Job)}).";
        }
        else if (this[ReportField.Start] is not ReportCell startCell)
        {
            problem = $"It has no start ({ReportColumns.Examples(ReportField.Start)}).";
        }
        else if (times.Parse(startCell.Value, startCell.Column.TimeZone, out start, out hasZone) is string startProblem)
        {
            problem = $"Its start '{startCell.Text}' {startProblem}.";
        }
        else if (
            this[ReportField.End] is ReportCell endCell
            && times.Parse(endCell.Value, endCell.Column.TimeZone, out end, out _) is string endProblem
        )
        {
            problem = $"Its end '{endCell.Text}' {endProblem}.";
        }
        else if (options.IsStatusRequired && this[ReportField.Status] is null)
        {
            problem = $"It has no status ({ReportColumns.Examples(ReportField.Status)}).";
        }
        else if (status is null)
        {
            problem = $"Its status '{this[ReportField.Status]!.Text}' is not known here.";
        }

        TimeSpan? duration = null;
        problem ??= ReadDuration(start, end, out duration);
        return problem is not null ? (null, name + problem) : (new()
        {
            Job = job,
            VM = this[ReportField.VM]?.Text,
            Start = start,
            Duration = duration,
            Status = status!.Value,
            Message = this[ReportField.Message]?.Text ?? (status == BackupJobRunStatus.Failed ? FreeText : null),
            VMCount = VMCount,
            Server = this[ReportField.Server]?.Text,
            IsTimeZoneAssumed = !hasZone && options.TimeZone is null,
        }, null);
    }

    /// <summary>Gets the status where it is a text of its own.</summary>
    private string? FreeText => this[ReportField.Status] is { Column.IsFreeText: true } status ? status.Text : null;

    private int? VMCount =>
        int.TryParse(this[ReportField.VMCount]?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : null;

    /// <summary>Gets the status; a text that is none of the known words is a failure where the product writes what failed.</summary>
    private static BackupJobRunStatus? StatusOf(ReportCell cell) =>
        ReportStatusWords.Parse(cell.Text) ?? (cell.Column.IsFreeText ? BackupJobRunStatus.Failed : null);

    /// <summary>Decides whether a column that is only called a name is the job's or the VM's. A GUID is neither.</summary>
    private void NameJobAndVM()
    {
        if (this[ReportField.Name] is ReportCell name && !Guid.TryParse(name.Text, out _))
        {
            ReportField field = this[ReportField.Job] is null ? ReportField.Job : ReportField.VM;
            _cells[(int)field] = this[field] ?? name;
        }
    }

    /// <summary>Gets whether the row's duration is a number without a unit, which cannot be read.</summary>
    public bool HasDurationWithoutUnit =>
        this[ReportField.End] is null && this[ReportField.Duration] is { Column.Unit: null, Value: not TimeSpan } cell
        && double.TryParse(cell.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>Reads the duration: the time between start and end, or else the duration's own column.</summary>
    private string? ReadDuration(DateTimeOffset start, DateTimeOffset end, out TimeSpan? duration)
    {
        duration = null;
        if (this[ReportField.End] is ReportCell endCell)
        {
            duration = end - start;
            return end < start ? $"It ends ({endCell.Text}) before it starts ({this[ReportField.Start]!.Text})." : null;
        }

        if (this[ReportField.Duration] is not ReportCell cell || HasDurationWithoutUnit)
        {
            return null;
        }

        if (cell.Value is TimeSpan span)
        {
            duration = span;
        }
        else if (cell.Column.Unit is TimeSpan unit && Text.DurationText.TryParseNumber(cell.Text, unit, out TimeSpan number))
        {
            duration = number;
        }
        else
        {
            try
            {
                duration = Text.DurationText.Parse(cell.Text);
            }
            catch (FormatException e)
            {
                return $"Its duration cannot be read: {e.Message}";
            }
        }

        return duration < TimeSpan.Zero ? $"Its duration '{cell.Text}' is negative." : null;
    }
}
