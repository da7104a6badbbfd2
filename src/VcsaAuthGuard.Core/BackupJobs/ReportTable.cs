namespace VcsaAuthGuard.BackupJobs;

/// <summary>Represents a row of a table in a document, before its columns are known.</summary>
/// <param name="Table">The number of the table: tables can stand inside one another, and their rows alternate.</param>
/// <param name="Line">The 1-based line; null if there are no lines.</param>
/// <param name="Cells">The texts of the cells.</param>
internal sealed record ReportTableRow(int Table, long? Line, IReadOnlyList<string> Cells);

/// <summary>
/// Represents an object of a document with nested objects, such as JSON and XML: values with their names, and the objects in it.
/// </summary>
internal sealed class ReportNode(long? line)
{
    public long? Line { get; } = line;

    public List<(string Name, string Value)> Values { get; } = [];

    public List<ReportNode> Children { get; } = [];
}
