using VcsaAuthGuard.Text;


namespace VcsaAuthGuard.BackupJobs;

/// <summary>
/// Reads job runs from CSV (RFC 4180 with a header), as backup products export them. A start, a status, and better a job, a VM, an end and
/// a message; the columns' names may vary (<c>Start</c>, <c>Start Time</c>, <c>Failure Reason</c>). Times without an offset
/// are UTC; a date such as 02/03/2026, which has two readings, is an error.
/// </summary>
public static class JobRunFile
{
    /// <summary>Reads a file, row by row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="onProblem">Told of the file that cannot be read, and of each row that is wrong; the others are read.</param>
    public static IReadOnlyList<JobRun> Read(string path, Action<InputProblem> onProblem)
    {
        try
        {
            using StreamReader reader = new(path);
            return Read(reader, path, onProblem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            InputProblemKind kind = e is FileNotFoundException or DirectoryNotFoundException ? InputProblemKind.NotFound : InputProblemKind.Unreadable;
            onProblem(new(kind, path, null, e.Message, "Check the path and who may read it."));
            return [];
        }
    }

    private static List<JobRun> Read(StreamReader text, string path, Action<InputProblem> onProblem)
    {
        void Wrong(long line, string message) => onProblem(new(InputProblemKind.Invalid, path, line, message, "Correct the row; the others were read."));
        Csv csv = new(text, Wrong);
        Dictionary<string, string> columns = [];
        foreach (string column in csv.Columns)
        {
            columns[JobRun.NormalizeName(column)] = column;
        }

        if (columns.Count > 0 && !JobRun.HasNeeded(columns.Keys))
        {
            onProblem(new(
                InputProblemKind.Unreadable, path, 1, $"It has no columns for a run's start and status, only {string.Join(", ", csv.Columns)}.", "Export the report with them, or name them Start and Status."));
            return [];
        }

        List<JobRun> runs = [];
        foreach (CsvRow row in csv.Rows())
        {
            JobRun? run = JobRun.TryRead(name => columns.TryGetValue(name, out string? column) ? row[column] : null, out string? wrong);
            if (run is null)
            {
                Wrong(row.Line, wrong!);
            }
            else
            {
                runs.Add(run);
            }
        }

        return runs;
    }
}
