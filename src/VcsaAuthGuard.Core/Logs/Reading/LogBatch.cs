namespace VcsaAuthGuard.Logs.Reading;

/// <summary>Represents a step of reading: records in order, or a problem.</summary>
internal sealed class LogBatch<T>(string source, IReadOnlyList<T> records, LogCounts? counts = null, LogProblem? problem = null)
    where T : class, ILogRecord
{
    public string Source { get; } = source;

    public IReadOnlyList<T> Records { get; } = records;

    public LogCounts? Counts { get; } = counts;

    public LogProblem? Problem { get; } = problem;

    /// <summary>Gets the approximate number of bytes that the records keep.</summary>
    public long Weight { get; } = records.Sum(record => record.Weight);

    public static LogBatch<T> FromProblem(LogProblem problem) => new(problem.Source, [], null, problem);
}
