using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>Reads the tables of column names and status words that are part of the engine, each row with its source.</summary>
internal static class ReportData
{
    /// <summary>Reads the rows of a table.</summary>
    /// <param name="name">The name of the file in this folder.</param>
    public static IReadOnlyList<CsvRow> Read(string name)
    {
        using Stream stream = typeof(ReportData).Assembly.GetManifestResourceStream($"VcsaAuthGuard.BackupJobs.{name}")!;
        using StreamReader reader = new(stream);
        return [.. new Csv(reader, (line, problem) => throw new InvalidOperationException($"{name}:{line}: {problem}")).Rows()];
    }
}
